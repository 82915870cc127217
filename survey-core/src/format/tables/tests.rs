use super::{attach, read};
use crate::questionnaire::{DraftInstance, DraftSurvey, Table};

fn table(columns: &[&str], rows: &[&[&str]]) -> Table {
    let own = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
    Table::new(own(columns), rows.iter().map(|it| own(it)).collect())
}

#[test]
fn csv_is_read_with_quotes_separators_and_blank_lines() {
    let towns = table(&["name", "label"], &[&["a", "A, \"b\"\nc"], &["b", ""]]);
    let text = "\u{feff}name,label\r\n\r\na,\"A, \"\"b\"\"\nc\"\r\nb\r\n,\r\n";
    assert_eq!(read("towns.csv", text.as_bytes()), Ok(towns));
    let plain = table(&["name", "label"], &[&["1", "x,y"]]);
    assert_eq!(read("x.CSV", b"name;label\n1;x,y"), Ok(plain.clone()));
    assert_eq!(read("x.csv", b"name\tlabel\n1\tx,y\tz\n"), Ok(plain));
}

#[test]
fn damaged_csv_names_its_line() {
    let error = read("dir/x.csv", b"a,b\n1,2\n3,\"4\n5\n").unwrap_err();
    assert_eq!(
        error,
        "x.csv: line 3: found a quotation mark that is not closed"
    );
    let error = read("x.csv", b"a,b, a\n").unwrap_err();
    assert_eq!(error, "x.csv: line 1: found the column `a` twice");
    assert_eq!(
        read("x.csv", b" \n").unwrap_err(),
        "x.csv: found nothing, expected a header"
    );
    let error = read("x.csv", b"a\nb\xe9\n").unwrap_err();
    assert!(
        error.starts_with("x.csv: line 2: found a byte that is not UTF-8"),
        "{error}"
    );
    let error = read("x.xlsx", b"").unwrap_err();
    assert_eq!(
        error,
        "x.xlsx: found another ending, expected .csv, .geojson or .xml"
    );
}

#[test]
fn features_become_rows_with_places_as_odk_writes_them() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":"f1","properties":{"name":"Gate","id":"own","n":2,"x":null},
         "geometry":{"type":"Point","coordinates":[121.5,31.25,4]}},
        {"type":"Feature","properties":{"id":"f2"},"geometry":
         {"type":"Polygon","coordinates":[[[0,1],[2,3],[0,1]],[[9,9]]]}},
        {"type":"Feature","properties":{"id":"f3"},"geometry":null}]}"#;
    let expected = table(
        &["geometry", "id", "n", "name", "x"],
        &[
            &["31.25 121.5 0 0", "f1", "2", "Gate", ""],
            &["1 0 0 0; 3 2 0 0; 1 0 0 0", "f2"],
            &["", "f3"],
        ],
    );
    assert_eq!(read("towns.geojson", text.as_bytes()), Ok(expected));
    let faults = [
        (
            r#"{"type":"Feature"}"#,
            "found the type `Feature`, expected FeatureCollection",
        ),
        (
            r#"{"type":"FeatureCollection"}"#,
            "/features: found no list of features",
        ),
        (
            r#"{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[1,"2"]}}]}"#,
            r#"/features/0/geometry: found [1,"2"], expected two numbers"#,
        ),
        (
            r#"{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[1,91]}}]}"#,
            "/features/0/geometry: found [1,91], expected degrees",
        ),
    ];
    for (text, expected) in faults {
        let error = read("t.geojson", text.as_bytes()).unwrap_err();
        assert_eq!(error, format!("t.geojson: {expected}"));
    }
}

#[test]
fn elements_become_rows() {
    let text = "<?xml version=\"1.0\"?><root><item><name>a</name><label>A</label></item>\
                <item><label>B</label><other>1</other></item></root>";
    let expected = table(&["name", "label", "other"], &[&["a", "A"], &["", "B", "1"]]);
    assert_eq!(read("t.xml", text.as_bytes()), Ok(expected));
    let error = read("t.xml", b"<root><item><a><b>1</b></a></item></root>").unwrap_err();
    assert_eq!(
        error,
        "t.xml: /root/item[1]/a: found an element <b>, expected text"
    );
}

#[test]
fn a_file_fills_the_instances_that_wait_for_it() {
    let mut draft = DraftSurvey::default();
    for (id, src) in [
        ("a", "jr://file-csv/Towns.csv"),
        ("b", "towns.csv"),
        ("c", "other.csv"),
    ] {
        let instance = DraftInstance {
            src: Some(src.to_owned()),
            ..DraftInstance::default()
        };
        draft.instances.insert(id.to_owned(), instance);
    }
    assert_eq!(attach(&mut draft, "files/towns.csv", b"name\nx\n"), Ok(2));
    let rows = |id: &str| draft.instances.get(id).map(|it| it.rows.clone());
    let x = Some(vec![vec!["x".to_owned()]]);
    assert_eq!(
        [rows("a"), rows("b"), rows("c")],
        [x.clone(), x, Some(Vec::new())]
    );
    assert_eq!(attach(&mut draft, "none.csv", b"\xff"), Ok(0));
    assert!(attach(&mut draft, "other.csv", b"").is_err());
}

#[test]
fn sparse_files_do_not_grow_without_bound() {
    let wide: String = (0..1_001).map(|it| format!("c{it},")).collect();
    assert_eq!(
        read("x.csv", wide.as_bytes()).unwrap_err(),
        "x.csv: found more than 1000 columns"
    );
    let header: String = (0..1_000).map(|it| format!("c{it},")).collect();
    let long = header + &"\n1".repeat(10_001);
    assert_eq!(
        read("x.csv", long.as_bytes()).unwrap_err(),
        "x.csv: found more than 10000000 cells"
    );
}
