package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupplierQuestionsTest {
    private final Dialogue dialogue = Dialogue.over(Samples.supplier());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Which product helps against aphids on tomatoes and what does it cost? | products/aphids tomatoes
                    What can I use against powdery mildew on grapes?                      | products/powdery mildew grapes
                    How do I return a delivery?                                           | questions/return delivery
                    What does delivery cost?                                              | questions/delivery cost
                    Do you deliver on Saturdays?                                          | questions/deliver Saturdays
                    Whom do I call about an order?                                        | contacts/order
                    Do you have seed potatoes in stock?                                   | products/seed potatoes
                    What is the dose of Copper Thatch 50?                                 | products/Copper Thatch 50
                    """)
    void picksListAndKeyWords(String question, String call) {
        assertThat(dialogue.calls(question)).containsExactly(call);
    }

    @Test
    void productsAreToldWithUseCropAndPrice() {
        assertThat(dialogue.ask("Which product helps against aphids on tomatoes and what does it cost?"))
                .startsWith(
                        "**Barrow Soap 49** (Insecticide): Aphids, mites and whitefly · crop: Tomatoes, ornamentals")
                .contains("price USD: 31.50", "pack sizes: 1 gal", "in stock: 84")
                .doesNotContain("dose:");
    }

    @Test
    void theDoseIsToldWhenAskedAndAnEmptyShelfAlways() {
        assertThat(dialogue.ask("What is the dose of Copper Thatch 50?"))
                .contains("dose: 1 lb per acre", "out of stock");
    }

    @Test
    void aRuleIsAnsweredByTheRule() {
        assertThat(dialogue.ask("How do I return a delivery?")).startsWith("Unopened packs come back within 30 days.");
    }

    @Test
    void threeMattersAreThreeParallelCalls() {
        assertThat(dialogue.calls("What does delivery cost; who handles returns; which product is against blight?"))
                .containsExactly("questions/delivery cost", "contacts/handles returns", "products/blight");
    }

    @Test
    void aPartialMatchIsNotPassedOffAsTheAnswer() {
        assertThat(dialogue.ask("Which product helps against aphids on cucumbers?"))
                .contains("nothing exact in products for “aphids cucumbers”", "The closest:\n\n**Barrow Soap 49**");
    }
}
