//! Tables of what weights are to meet: `variable,category,count`, one category a row.

use crate::dataset::Var;
use crate::report::Target;

const HEAD: [&str; 3] = ["variable", "category", "count"];

/// The targets of a table in CSV, by variable in the order they come in. Whether the variables and
/// categories exist, and whether counts are possible, [`Recipe::weigh`](crate::report::Recipe::weigh)
/// says.
///
/// # Errors
/// The row that is not as it should be, with what was found and expected.
pub fn read(bytes: &[u8]) -> Result<Vec<Target>, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut table = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let head = table
        .headers()
        .map_err(|it| format!("row 1: {it}"))?
        .clone();
    if !head.iter().map(str::to_lowercase).eq(HEAD) {
        let found: Vec<&str> = head.iter().collect();
        let (found, expected) = (found.join(","), HEAD.join(","));
        return Err(format!("row 1: found `{found}`, expected `{expected}`"));
    }
    let mut targets: Vec<Target> = Vec::new();
    for (at, row) in (2..).zip(table.records()) {
        let row = row.map_err(|it| format!("row {at}: {it}"))?;
        let Ok(var) = row[0].parse::<Var>();
        let count: f64 = row[2]
            .parse()
            .map_err(|_| format!("row {at}: found `{}`, expected a number", &row[2]))?;
        let entry = (row[1].to_owned(), count);
        match targets.iter_mut().find(|it| it.var == var) {
            Some(target) => target.counts.push(entry),
            None => targets.push(Target {
                var,
                counts: vec![entry],
            }),
        }
    }
    if targets.is_empty() {
        return Err("row 2: found nothing, expected a target".to_owned());
    }
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_table_is_targets_by_variable() {
        let text = "\u{feff}Variable, category ,count\nG1,1,48\narea:street,s,3.5\nG1,2,52\n";
        let targets = read(text.as_bytes()).expect("targets");
        let names: Vec<String> = targets.iter().map(|it| it.var.to_string()).collect();
        assert_eq!(names, ["G1", "area:street"]);
        assert_eq!(targets[0].counts, [("1".into(), 48.0), ("2".into(), 52.0)]);
    }

    #[test]
    fn a_wrong_row_is_named() {
        let why = |text: &str| read(text.as_bytes()).expect_err("a wrong row");
        assert!(why("a,b\n1,2\n").starts_with("row 1: found `a,b`"));
        assert!(why("variable,category,count\nG1,1\n").starts_with("row 2"));
        let many = why("variable,category,count\nG1,1,many\n");
        assert_eq!(many, "row 2: found `many`, expected a number");
        assert!(why("variable,category,count\n").starts_with("row 2: found nothing"));
    }
}
