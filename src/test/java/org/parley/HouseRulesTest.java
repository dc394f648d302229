package org.parley;

import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.EJB;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.parley.platform.Admitted;
import org.parley.platform.Database;

/** Rules of the house that a compiler does not know. */
class HouseRulesTest {
    private static final Path SOURCES = Path.of("src/main/java/org/parley");
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target/classes"));
    private static final List<Class<?>> FLOATING =
            List.of(double.class, float.class, Double.class, Float.class, double[].class, float[].class);

    @Test
    void time_is_of_java_time() {
        noClasses()
                .should(dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(
                        java.util.Date.class, java.util.Calendar.class, java.text.SimpleDateFormat.class)))
                .check(CLASSES);
    }

    @Test
    void no_amount_passes_through_floating_point_on_its_way() {
        Set<String> names = FLOATING.stream().map(Class::getName).collect(Collectors.toSet());
        List<String> found = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (type.getPackageName().equals("org.parley.offline")) {
                continue; // ranks entries, and knows no amount
            }
            if (type.getName().equals("org.parley.console.MetricText")) {
                continue; // what Prometheus is told is floating, and nobody reckons with it here
            }
            type.getCodeUnits().stream()
                    .filter(unit -> names.contains(unit.getRawReturnType().getName())
                            || unit.getRawParameterTypes().stream()
                                    .anyMatch(parameter -> names.contains(parameter.getName())))
                    .forEach(unit -> found.add(unit.getFullName()));
            type.getFields().stream()
                    .filter(field -> names.contains(field.getRawType().getName()))
                    .forEach(field -> found.add(field.getFullName()));
            type.getMethodCallsFromSelf().stream()
                    .filter(call ->
                            names.contains(call.getTarget().getRawReturnType().getName()))
                    .forEach(call -> found.add(call.getDescription()));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void entities_show_no_field_and_take_no_value_but_by_their_constructors_and_verbs() {
        fields().that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Entity.class)
                .and()
                .doNotHaveModifier(JavaModifier.STATIC)
                .should()
                .bePrivate()
                .check(CLASSES);
    }

    @Test
    void every_package_says_what_it_is_for_and_is_null_marked() throws Exception {
        assertThat(packages())
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(Files.readString(folder.resolve("package-info.java")))
                        .as(folder.toString())
                        .startsWith("/**")
                        .contains("@NullMarked"));
    }

    @Test
    void the_package_map_for_readers_has_a_row_for_every_package() throws Exception {
        String map = Files.readString(Path.of("src/docs/architecture.md"));
        assertThat(packages()).allSatisfy(folder -> assertThat(map).contains("| `" + folder.getFileName() + "` |"));
    }

    @Test
    void no_file_is_longer_than_250_lines() throws Exception {
        Map<String, Long> tooLong;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            tooLong =
                    files.filter(Files::isRegularFile).collect(Collectors.toMap(Path::toString, HouseRulesTest::lines));
        }
        tooLong.values().removeIf(lines -> lines <= 250);
        assertThat(tooLong).isEmpty();
    }

    /** Payara refuses an application with others: Jakarta Annotations forbids the one, and it takes a method of the same name for the other. */
    @Test
    void callbacks_of_the_container_throw_nothing_checked_and_share_their_names_with_nothing() {
        methods()
                .that()
                .areAnnotatedWith(PostConstruct.class)
                .or()
                .areAnnotatedWith(PreDestroy.class)
                .should(ArchCondition.from(DescribedPredicate.describe(
                        "throw nothing", method -> method.getThrowsClause().size() == 0)))
                .andShould(ArchCondition.from(DescribedPredicate.describe(
                        "be the only ones of their names",
                        method -> method.getOwner().getMethods().stream()
                                        .filter(other -> other.getName().equals(method.getName()))
                                        .count()
                                == 1)))
                .check(CLASSES);
    }

    @Test
    void what_fails_is_never_printed_as_a_stack_trace() {
        noClasses().should().callMethod(Throwable.class, "printStackTrace").check(CLASSES);
    }

    @Test
    void what_asks_the_database_for_a_client_is_admitted() {
        classes()
                .that()
                .areAnnotatedWith(jakarta.ws.rs.Path.class)
                .or()
                .areAnnotatedWith(Provider.class)
                .and(DescribedPredicate.describe("ask an EJB or run queries", HouseRulesTest::asksTheDatabase))
                .should(ArchCondition.from(DescribedPredicate.describe("be @Admitted", HouseRulesTest::isAdmitted)))
                .check(CLASSES);
    }

    /** Who has none of these says for which accounts, since there is no other way to a statement. */
    @Test
    void nobody_has_a_way_to_the_database_but_by_what_asks_for_which_accounts() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("org.parley.platform")
                .should()
                .haveRawType(DataSource.class)
                .orShould()
                .haveRawType(EntityManager.class)
                .orShould()
                .haveRawType(EntityManagerFactory.class)
                .check(CLASSES);
    }

    private static boolean asksTheDatabase(JavaClass resource) {
        return resource.getFields().stream()
                .anyMatch(field -> field.isAnnotatedWith(EJB.class) || runsQueries(field.getRawType()));
    }

    private static boolean runsQueries(JavaClass type) {
        return !type.isAnnotatedWith(Admitted.class)
                && type.getFields().stream()
                        .anyMatch(field -> field.getRawType().isEquivalentTo(Database.class));
    }

    private static boolean isAdmitted(JavaClass resource) {
        return resource.isAnnotatedWith(Admitted.class)
                || resource.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Admitted.class));
    }

    private static List<Path> packages() throws IOException {
        try (Stream<Path> children = Files.list(SOURCES)) {
            return children.filter(Files::isDirectory).toList();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
