package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DirectorySectionTest {
    @Test
    void readsNamesDescriptionsAndFields() {
        assertThat(DirectorySection.parse("""
                        # Desk
                        - not: a list

                        ## Directories
                        Facts come from these directories only.
                        - staff: Physicians (all of them). (312 entries; fields: id, name, role)
                        - notes: Plain.

                        ## Style
                        - kind: friendly
                        """))
                .containsExactly(
                        new OfferedList("staff", "Physicians (all of them).", List.of("id", "name", "role")),
                        new OfferedList("notes", "Plain.", List.of()));
    }

    @Test
    void kindsAreToldFromTheFields() {
        assertThat(DirectorySection.parse(Samples.supplier().section()))
                .extracting(OfferedList::kind)
                .containsExactly(ListKind.ITEMS, ListKind.PEOPLE, ListKind.ANSWERS);
        assertThat(DirectorySection.parse(Samples.hospital().section()))
                .extracting(OfferedList::kind)
                .containsExactly(ListKind.PEOPLE, ListKind.PLACES, ListKind.ANSWERS);
    }

    @Test
    void aPromptWithoutTheSectionHasNoLists() {
        assertThat(DirectorySection.parse("")).isEmpty();
    }
}
