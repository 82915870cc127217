use super::*;
use crate::worker::protocol::{Analysed, Crossing, Listed, Outline, Said};

fn settled() -> Desk {
    let mut desk = Desk::default();
    desk.update(Action::Speak("en".into()));
    assert_eq!(desk.update(show("")), [Effect::Restore]);
    assert_eq!(
        desk.update(Action::Restored(Vec::new())),
        [Effect::ReadDevice]
    );
    desk
}

fn show(rest: &str) -> Action {
    Action::Show(Showing::Responses, rest.into())
}

fn asks(effects: &[Effect]) -> Vec<&Request> {
    let asks = effects.iter().filter_map(|it| match it {
        Effect::Ask(request, _) => Some(request),
        _ => None,
    });
    asks.collect()
}

fn reply(ticket: Ticket, said: Said) -> Action {
    Action::Replied(Reply { ticket, said }, None)
}

fn held(count: u32) -> Holdings {
    Holdings {
        count,
        ..Holdings::default()
    }
}

/// A desk with the simulated campaign, and the ticket of its list.
fn loaded() -> (Desk, Ticket) {
    let mut desk = settled();
    let effects = desk.update(Action::Simulate(1));
    let [request] = asks(&effects)[..] else {
        panic!("{effects:?}");
    };
    let said = Said::Loaded {
        source: 1,
        report: Merged::default(),
        holdings: held(9),
    };
    let effects = desk.update(reply(request.ticket, said));
    let [list] = asks(&effects)[..] else {
        panic!("{effects:?}");
    };
    assert!(matches!(list.ask, Ask::List { from: 0, .. }));
    assert!(effects.iter().any(|it| matches!(it, Effect::Keep(_))));
    let ticket = list.ticket;
    (desk, ticket)
}

#[test]
fn nothing_is_asked_before_something_is_loaded() {
    let mut desk = settled();
    assert!(desk.is_settled());
    assert!(asks(&desk.update(Action::Page(50))).is_empty());
}

#[test]
fn late_answers_lose() {
    let (mut desk, first) = loaded();
    let filter = RowFilter {
        text: "a".into(),
        ..RowFilter::default()
    };
    let effects = desk.update(Action::Filter(filter));
    let second = asks(&effects)[0].ticket;
    desk.update(reply(
        second,
        Said::Listed(Listed {
            total: 2,
            ..Listed::default()
        }),
    ));
    desk.update(reply(
        first,
        Said::Listed(Listed {
            total: 9,
            ..Listed::default()
        }),
    ));
    assert_eq!(desk.list.page.value().map(|it| it.total), Some(2));
}

#[test]
fn what_is_on_the_screen_is_asked_for_once() {
    let (mut desk, ticket) = loaded();
    assert!(asks(&desk.update(Action::Select(1, true))).is_empty());
    desk.update(reply(ticket, Said::Listed(Listed::default())));
    assert!(asks(&desk.update(Action::SelectNone)).is_empty());
    assert_eq!(asks(&desk.update(Action::Speak("zh-Hans".into()))).len(), 1);
}

#[test]
fn a_removed_source_can_be_brought_back() {
    let (mut desk, _) = loaded();
    let effects = desk.update(Action::Remove(1));
    assert!(effects.contains(&Effect::Unkeep(1)));
    assert!(matches!(asks(&effects)[0].ask, Ask::Forget(1)));
    assert!(desk.sources.is_empty());
    let effects = desk.update(Action::BringBack);
    assert!(matches!(
        asks(&effects)[0].ask,
        Ask::Simulate { source: 1, seed: 1 }
    ));
    assert!(desk.removed.is_none());
}

#[test]
fn there_is_one_simulated_campaign_at_most() {
    let (mut desk, _) = loaded();
    assert!(desk.update(Action::Simulate(2)).is_empty());
}

#[test]
fn a_stopped_source_is_gone_and_its_late_report_is_nothing() {
    let mut desk = settled();
    let effects = desk.update(Action::Simulate(1));
    let ticket = asks(&effects)[0].ticket;
    let effects = desk.update(Action::StopSource(1));
    assert!(matches!(asks(&effects)[0].ask, Ask::Stop(it) if it == ticket));
    assert!(desk.sources.is_empty());
    desk.update(reply(ticket, Said::Stopped));
    assert!(desk.is_settled());
}

#[test]
fn this_devices_interviews_are_read_again_only_when_there_are_more() {
    let device = || Kept {
        id: 0,
        origin: Origin::Device,
        blob: None,
    };
    let mut desk = settled();
    assert_eq!(asks(&desk.update(Action::Device(device(), 2))).len(), 1);
    assert!(desk.update(Action::Device(device(), 2)).is_empty());
    let effects = desk.update(Action::Device(device(), 3));
    assert!(matches!(asks(&effects)[0].ask, Ask::Forget(_)));
    assert!(matches!(asks(&effects)[1].ask, Ask::Load { .. }));
}

#[test]
fn an_address_opens_a_question_and_a_choice_changes_the_address() {
    let (mut desk, _) = loaded();
    desk.update(Action::Show(Showing::Analysis, "questions/D0".into()));
    assert_eq!(
        (desk.analysis.tab, desk.analysis.asked()),
        (Tab::Questions, Some("D0"))
    );
    let crossing = Crossing {
        rows: "G2".into(),
        columns: "D0".into(),
        ..Crossing::default()
    };
    desk.update(Action::Look(Place::Cross(crossing)));
    assert_eq!(desk.analysis.rest(), "cross/G2/D0");
    for rest in [
        "overview",
        "questions/D0",
        "communities/top2/D0",
        "cross/a/b",
        "cross/a+c/b/count",
        "drivers/a/b",
        "drivers/a/b/c+d",
        "batteries",
    ] {
        let mut view = AnalysisView::default();
        view.look(Place::parse(rest).expect("it is a place"));
        assert_eq!(view.rest(), rest);
    }
}

#[test]
fn the_survey_that_the_worker_chose_stays() {
    let (mut desk, _) = loaded();
    let effects = desk.update(Action::Show(Showing::Analysis, String::new()));
    let outline = asks(&effects)[0].ticket;
    let said = Outline {
        survey: "annual-resident".into(),
        ..Outline::default()
    };
    desk.update(reply(
        outline,
        Said::Analysed(Box::new(Analysed::Outline(said))),
    ));
    assert_eq!(desk.analysis.scope.survey, "annual-resident");
    desk.update(Action::Choose("G1".into(), vec!["1".into()]));
    desk.update(Action::Survey("annual-resident".into()));
    assert_eq!(desk.analysis.chosen("G1"), ["1"]);
    desk.update(Action::Survey("eval-residents".into()));
    assert!(desk.analysis.scope.chosen.is_empty());
}

fn addressed(effects: &[Effect]) -> Vec<&Effect> {
    let addresses = effects.iter();
    addresses
        .filter(|it| matches!(it, Effect::Go(_) | Effect::Readdress(_)))
        .collect()
}

#[test]
fn the_address_follows_filters_and_weights_and_brings_them_back() {
    let (mut desk, _) = loaded();
    let whole = "overview?survey=s&is.G1=1&cap=3";
    let effects = desk.update(Action::Show(Showing::Analysis, whole.into()));
    assert!(addressed(&effects).is_empty());
    let scope = &desk.analysis.scope;
    assert_eq!(
        (desk.analysis.chosen("G1"), scope.recipe.cap),
        (&["1".to_owned()][..], Some(3.0))
    );
    let effects = desk.update(Action::Choose("G1".into(), Vec::new()));
    let next = Effect::Go(Route::Analysis("overview?survey=s&cap=3".into()));
    assert_eq!(addressed(&effects), [&next]);
    let effects = desk.update(Action::Unweigh);
    let next = Effect::Go(Route::Analysis("overview?survey=s".into()));
    assert_eq!(addressed(&effects), [&next]);
    desk.update(Action::Undo);
    desk.update(Action::Undo);
    assert_eq!(desk.analysis.rest(), whole);
    assert!(!desk.analysis.can_undo());
    // The way back of the browser does the same, and a link without an end keeps what there is.
    desk.update(Action::Show(
        Showing::Analysis,
        "questions/D0?survey=s".into(),
    ));
    assert!(desk.analysis.chosen("G1").is_empty());
    let effects = desk.update(Action::Show(Showing::Analysis, String::new()));
    let same = Effect::Readdress(Route::Analysis("questions/D0?survey=s".into()));
    assert_eq!(addressed(&effects), [&same]);
}
