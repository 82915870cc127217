use super::{LEVEL, Rate, Setting, figures, many, one, ranks, shares};

/// A community of the yearly survey: buildings of eight interviews, moderately unequal weights.
const COMMUNITY: Setting = Setting {
    people: 120,
    cluster: 8,
    alike: 0.05,
    unequal: 0.5,
};

fn rate<'r>(all: &'r [Rate], method: &str) -> &'r Rate {
    let found = all.iter().find(|it| it.method.starts_with(method));
    found.unwrap_or_else(|| panic!("{method} is not among the methods"))
}

/// Within three standard errors of 95 %, and two points more that approximations may be off.
fn holds(all: &[Rate], method: &str) {
    let rate = rate(all, method);
    let off = (rate.share() - LEVEL).abs();
    let share = rate.share();
    assert!(off < 0.02 + rate.chance(LEVEL), "{method} holds in {share}");
}

fn rarely(all: &[Rate], method: &str) {
    let rate = rate(all, method);
    let share = rate.share();
    let most = 1.0 - LEVEL + 0.02 + rate.chance(LEVEL);
    assert!(share < most, "{method} rejects in {share}");
}

#[test]
fn the_default_interval_of_a_share_holds() {
    for (people, p, alike) in [(48, 0.8, 0.0), (120, 0.5, 0.05), (120, 0.9, 0.1)] {
        let setting = Setting {
            people,
            alike,
            ..COMMUNITY
        };
        holds(&shares(&setting, p, 500, 1), "Wilson");
    }
}

#[test]
fn the_study_sees_what_products_get_wrong() {
    let setting = Setting {
        alike: 0.1,
        unequal: 0.8,
        ..COMMUNITY
    };
    let all = shares(&setting, 0.8, 500, 2);
    assert!(rate(&all, "Wald, n as if").share() < 0.90);
    assert!(rate(&all, "Wald, n as if").width() < rate(&all, "Wilson").width());
}

#[test]
fn intervals_of_other_figures_hold() {
    let all = figures(&COMMUNITY, 400, 3);
    for method in [
        "mean score",
        "mean score of",
        "difference",
        "net",
        "median",
        "raked share",
    ] {
        holds(&all, method);
    }
    let (raked, fixed) = (
        rate(&all, "raked share"),
        rate(&all, "raked share, weights"),
    );
    assert!(raked.width() < fixed.width());
}

#[test]
fn tests_reject_nothing_rarely() {
    let setting = Setting {
        people: 240,
        alike: 0.1,
        ..COMMUNITY
    };
    let all = one(&setting, 300, 4);
    for method in [
        "Rao-Scott, second",
        "saddle",
        "Wald",
        "t test of",
        "rank test",
    ] {
        rarely(&all, method);
    }
    // Both are alike within clusters, which a plain test takes for a connection.
    assert!(rate(&all, "Pearson").share() > rate(&all, "Rao-Scott, second").share());
}

#[test]
fn many_comparisons_are_one_claim() {
    let setting = Setting {
        people: 64,
        ..COMMUNITY
    };
    let all = many(&setting, 300, 5);
    rarely(&all, "Holm");
    rarely(&all, "Bonferroni");
    assert!(rate(&all, "each").share() > 0.15);
}

#[test]
fn ranks_hold_together() {
    let setting = Setting {
        people: 64,
        ..COMMUNITY
    };
    for gap in [0.0, 2.0] {
        let all = ranks(&setting, 10, gap, 200, 6);
        let together = rate(&all, "all ranks together");
        let share = together.share();
        assert!(
            share > LEVEL - 0.02 - together.chance(LEVEL),
            "{gap} {share}"
        );
        assert!(together.width() > rate(&all, "all ranks, each").width());
    }
}
