use super::{Shared, engine, file, forget, load, run};
use crate::worker::protocol::{
    Analysed, Ask, Looked, Plan, Quality, Said, Scope, Shown, Sign, Which,
};

fn quality(engine: &Shared, looked: &Looked) -> Quality {
    let ask = Ask::Analyse {
        plan: Plan::Quality(looked.clone()),
        scope: Scope::default(),
        lang: "en".into(),
    };
    match run(engine, ask, None).0 {
        Said::Analysed(it) => match *it {
            Analysed::Quality(it) => it,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn looked(shown: Shown, interviewer: Option<&str>, from: u32) -> Looked {
    Looked {
        shown,
        interviewer: interviewer.map(str::to_owned),
        from,
        ..Looked::default()
    }
}

#[test]
fn single_responses_are_the_ones_that_were_judged() {
    let engine = engine();
    // Rows of the columns and of the list part ways when files come one after the other.
    load(&engine, 1, &file(1, 40..94));
    load(&engine, 2, &file(1, 0..60));
    let all = quality(&engine, &looked(Shown::All, None, 0));
    assert_eq!(u64::from(all.list.total), all.n);
    assert_eq!(all.counts.iter().sum::<u64>(), all.n);
    let mut seen = 0;
    while seen < all.list.total {
        let stretch = quality(&engine, &looked(Shown::All, None, seen)).list.rows;
        assert!(!stretch.is_empty());
        for it in &stretch {
            let which = Which::Id(it.row.id.clone());
            let opened = engine.borrow().open(&which, "en").expect("it is there");
            assert_eq!(opened.interviewer.unwrap_or_default(), it.interviewer);
            let seconds = |it: &str| it.parse::<survey_core::base::DateTime>().expect("a moment");
            let took =
                seconds(&opened.ended).unix_millis() - seconds(&opened.started).unix_millis();
            assert!((took as f64 / 60_000.0 - it.minutes).abs() < 0.01);
            seen += 1;
        }
    }
    forget(&engine, 1);
    let left = quality(&engine, &looked(Shown::All, None, 0));
    assert!(left.n < all.n && u64::from(left.list.total) == left.n);
}

#[test]
fn a_sign_or_an_interviewer_leads_to_responses() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..94));
    let mut any = looked(Shown::Any, None, 0);
    any.limits.0 = [0.7, 5.0, 0.1, 0.05, 0.7];
    let found = quality(&engine, &any);
    let with: u64 = found.counts[1..].iter().sum();
    assert_eq!(u64::from(found.list.total), with);
    assert!(
        found
            .list
            .rows
            .iter()
            .all(|it| it.values.iter().any(|it| it.1))
    );
    for sign in Sign::ALL {
        let one = Looked {
            shown: Shown::With(sign),
            ..any.clone()
        };
        let found = quality(&engine, &one);
        assert_eq!(u64::from(found.list.total), found.signs[sign as usize].1);
        assert!(found.list.rows.iter().all(|it| it.values[sign as usize].1));
    }
    let people = found.interviewers.expect("interviewers").people;
    let n: u64 = people.iter().map(|it| it.n).sum();
    let silent: u64 = found.silences.iter().map(|it| it.1.n).sum();
    assert_eq!(silent, found.n);
    assert!(n <= found.n);
    for it in people {
        let own = quality(&engine, &looked(Shown::All, Some(&it.code), 0));
        assert_eq!(u64::from(own.list.total), it.n);
        assert!(own.list.rows.iter().all(|row| row.interviewer == it.code));
    }
}

#[test]
fn silence_is_told_by_question_and_by_interviewer() {
    let engine = engine();
    load(&engine, 1, &file(1, 0..94));
    let found = quality(&engine, &Looked::default());
    for (name, _, it) in found.questions.iter().take(3) {
        assert_eq!(it.asked + it.not_asked, found.n);
        let question = Looked {
            question: Some(name.clone()),
            ..Looked::default()
        };
        let by = quality(&engine, &question).silences;
        let sum = |of: fn(&crate::worker::protocol::Silence) -> u64| -> u64 {
            by.iter().map(|it| of(&it.1)).sum()
        };
        assert_eq!(sum(|it| it.asked), it.asked);
        assert_eq!(sum(|it| it.refused), it.refused);
        assert_eq!(sum(|it| it.dont_know), it.dont_know);
        assert_eq!(sum(|it| it.skipped), it.skipped);
    }
    let open: Vec<f64> = found.questions.iter().map(|it| it.2.open()).collect();
    assert!(open.is_sorted_by(|a, b| a >= b) && open[0] > 0.0);
}
