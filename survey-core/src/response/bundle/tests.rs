use super::{Bundle, Merged};
use crate::format::export::tests::record;

fn of(records: &[(u8, u32, &str)]) -> Bundle {
    Bundle::of_records(records.iter().map(|it| record(it.0, it.1, it.2)).collect()).0
}

#[test]
fn merging_says_what_became_of_every_response() {
    let mut all = of(&[(1, 1, "a"), (2, 2, "b"), (3, 1, "c")]);
    let merged = all.absorb(of(&[
        (0, 1, "new"),
        (1, 1, "a"),
        (1, 3, "newer"),
        (2, 1, "older"),
        (3, 1, "conflicting"),
        (4, 1, "new"),
        (4, 2, "newer than the one before"),
    ]));
    let expected = Merged {
        new: 2,
        identical: 1,
        newer: 2,
        older: 1,
        conflicts: vec![("019aa2f0-0000-7000-8000-000000000003".into(), 1)],
        documents: merged.documents.clone(),
    };
    assert_eq!(merged, expected);
    assert_eq!(all.records().len(), 9);
    assert!(all.records().is_sorted_by_key(|it| it.key()));
    let again = all.clone().absorb(all.clone());
    assert_eq!(
        again,
        Merged {
            identical: 9,
            documents: again.documents.clone(),
            ..Merged::default()
        }
    );
}

#[test]
fn the_highest_revision_counts() {
    let all = of(&[
        (1, 1, "a"),
        (1, 3, "b"),
        (1, 2, "c"),
        (2, 1, "d"),
        (2, 1, "e"),
    ]);
    let current: Vec<u32> = all.current().map(|it| it.header().revision).collect();
    assert_eq!(current, [3, 1]);
    let conflicts: Vec<usize> = all.conflicts().map(<[_]>::len).collect();
    assert_eq!(conflicts, [2]);
    // Of two that ended at the same time, the same one counts on every device.
    let backwards = of(&[(2, 1, "e"), (2, 1, "d")]);
    assert_eq!(backwards.current().next(), all.current().nth(1));
}
