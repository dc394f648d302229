package org.parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parley.account.Allowed;
import org.parley.platform.LoopbackOnly;
import org.parley.platform.OperatorsOnly;

/** The package map of {@code src/docs/architecture.md}: a package may use what stands behind it here, and nothing else of ours. */
class PackageMapTest {
    private static final String ROOT = "org.parley";
    private static final Map<String, Set<String>> MAP = Map.ofEntries(
            Map.entry("platform", Set.of()),
            Map.entry("config", Set.of("platform")),
            Map.entry("account", Set.of("platform", "config")),
            Map.entry("identity", Set.of("platform", "config", "account")),
            Map.entry("llm", Set.of("platform", "config")),
            Map.entry("usage", Set.of("platform", "config", "account", "llm")),
            Map.entry("agent", Set.of("platform", "config", "account")),
            Map.entry("tool", Set.of("platform", "config", "account", "agent", "llm", "usage")),
            Map.entry("conversation", Set.of("platform", "account", "agent")),
            Map.entry("directory", Set.of("platform", "config", "account", "agent", "tool")),
            Map.entry("chat", Set.of("platform", "config", "account", "llm", "usage", "agent", "tool", "conversation")),
            Map.entry("pool", Set.of("platform", "config")),
            Map.entry("console", Set.of("platform", "pool")),
            Map.entry("offline", Set.of("platform", "config", "llm")));
    private static final List<Class<? extends Annotation>> AUDIENCES =
            List.of(Allowed.class, OperatorsOnly.class, LoopbackOnly.class);
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath("target/classes");

    static Set<String> features() {
        return MAP.keySet();
    }

    @ParameterizedTest
    @MethodSource("features")
    void a_package_uses_only_what_the_map_allows(String feature) {
        List<String> others = MAP.keySet().stream()
                .filter(other -> !other.equals(feature)
                        && !MAP.getOrDefault(feature, Set.of()).contains(other))
                .toList();

        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + feature)
                .should()
                .dependOnClassesThat(in(others))
                .check(CLASSES);
    }

    @Test
    void every_package_is_in_the_map_and_has_no_packages_below_it() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .allSatisfy(name -> assertThat(name.equals(ROOT) || MAP.containsKey(name.substring(ROOT.length() + 1)))
                        .as(name)
                        .isTrue());
    }

    @Test
    void packages_do_not_depend_on_each_other_in_a_circle() {
        slices().matching(ROOT + ".(*)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void entities_have_verbs_and_no_setters() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Entity.class)
                .should()
                .haveNameMatching("set[A-Z].*")
                .check(CLASSES);
    }

    @Test
    void nothing_is_counted_in_floating_point() {
        fields().should().notHaveRawType(double.class).check(CLASSES);
        fields().should().notHaveRawType(float.class).check(CLASSES);
    }

    @Test
    void only_the_event_log_writes_to_standard_output() {
        noClasses()
                .that()
                .doNotHaveSimpleName("EventLog")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    @Test
    void what_is_under_admin_is_for_operators_only() {
        classes()
                .that(DescribedPredicate.describe("are resources under admin", PackageMapTest::isForOperators))
                .should()
                .beAnnotatedWith(OperatorsOnly.class)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void every_operation_says_whom_it_is_for() {
        methods()
                .that(DescribedPredicate.describe("are operations", PackageMapTest::isOperation))
                .should(ArchCondition.from(DescribedPredicate.describe(
                        "say whom they are for",
                        method -> AUDIENCES.stream()
                                .anyMatch(audience -> method.isAnnotatedWith(audience)
                                        || method.getOwner().isAnnotatedWith(audience)))))
                .check(CLASSES);
    }

    private static boolean isOperation(JavaMethod method) {
        return method.getOwner().isAnnotatedWith(Path.class)
                && method.getAnnotations().stream()
                        .anyMatch(annotation -> annotation.getRawType().isMetaAnnotatedWith(HttpMethod.class));
    }

    private static boolean isForOperators(JavaClass type) {
        return type.tryGetAnnotationOfType(Path.class)
                .filter(path -> path.value().matches("/?admin(/.*)?"))
                .isPresent();
    }

    private static DescribedPredicate<JavaClass> in(List<String> features) {
        return DescribedPredicate.describe(
                "are in " + features,
                type -> features.stream()
                        .anyMatch(feature -> type.getPackageName().equals(ROOT + "." + feature)));
    }
}
