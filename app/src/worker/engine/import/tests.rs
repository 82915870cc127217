use super::import;
use crate::worker::protocol::{Imported, Said};

const FORM: &str = "\
| survey |                                |      |       |
|        | type                           | name | label |
|        | select_one_from_file towns.csv | town | Town  |
|        | note                           | map  | Map   |
| settings |
|        | form_id | form_title |
|        | towns   | Towns      |
";
const TOWNS: &str = "name,label\na,Aa\nb,Bb\n";

fn read(files: &[(&str, &str)]) -> (Vec<Imported>, Vec<String>) {
    let sizes: Vec<(String, u64)> = files
        .iter()
        .map(|it| (it.0.to_owned(), it.1.len() as u64))
        .collect();
    let bytes: String = files.iter().map(|it| it.1).collect();
    match import(&sizes, bytes.as_bytes()) {
        Said::Imported { forms, unused } => (forms, unused),
        said => panic!("{said:?}"),
    }
}

#[test]
fn a_form_says_which_files_it_waits_for() {
    let (forms, unused) = read(&[("towns.md", FORM)]);
    assert_eq!(forms[0].missing, ["towns.csv"]);
    assert!(forms[0].card.as_ref().is_some_and(|it| it.id == "towns"));
    assert!(unused.is_empty());
}

#[test]
fn files_beside_a_form_become_part_of_it_and_others_are_named() {
    let (forms, unused) = read(&[("cat.png", "x"), ("towns.md", FORM), ("towns.csv", TOWNS)]);
    assert_eq!(forms.len(), 1);
    assert!(forms[0].missing.is_empty());
    assert_eq!(forms[0].attachments, ["towns.csv"]);
    assert!(forms[0].document.contains("Aa"));
    assert_eq!(unused, ["cat.png"]);
}

#[test]
fn a_form_with_mistakes_has_no_document_and_tells_where_they_are() {
    let (forms, _) = read(&[("wrong.md", &FORM.replace("| note ", "| nota "))]);
    assert!(forms[0].card.is_none() && forms[0].document.is_empty());
    let finding = forms[0].findings(true).next().expect("there is a mistake");
    assert_eq!(
        (finding.sheet.as_deref(), finding.row),
        (Some("survey"), Some(3))
    );
}

#[test]
fn sizes_that_do_not_fit_are_told() {
    let said = import(&[("a.md".to_owned(), 9)], b"short");
    assert!(matches!(said, Said::Failed(why) if why.contains("a.md")));
}
