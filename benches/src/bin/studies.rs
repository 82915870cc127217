//! Prints the tables of `docs/statistics.md`: `studies [TIMES]`, how many samples a design.

use std::env;

use minyi_benches::studies::{Rate, Setting, figures, many, one, ranks, shares};

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

fn head(first: &str, rates: &[Rate]) {
    let names: Vec<&str> = rates.iter().map(|it| it.method).collect();
    println!("\n| {first} | {} |", names.join(" | "));
    println!("|---|{}", "---|".repeat(names.len()));
}

fn row(first: &str, rates: &[Rate]) {
    let cells: Vec<String> = rates.iter().map(|it| percent(it.share())).collect();
    println!("| {first} | {} |", cells.join(" | "));
}

/// One line for a share and a number of people: from the lowest to the highest of nine designs.
fn by_shares(times: usize) {
    println!("\n## Intervals of a share");
    let mut seed = 0;
    for p in [0.5, 0.8, 0.95] {
        for people in [40, 80, 150] {
            let mut designs: Vec<Vec<Rate>> = Vec::new();
            for (cluster, alike) in [(1, 0.0), (5, 0.05), (5, 0.1)] {
                for unequal in [0.0, 0.5, 0.8] {
                    seed += 1;
                    let setting = Setting {
                        people,
                        cluster,
                        alike,
                        unequal,
                    };
                    designs.push(shares(&setting, p, times, seed));
                }
            }
            if seed == 9 {
                head("share, people", &designs[0]);
            }
            let range = |method: usize| {
                let all = || designs.iter().map(|it| it[method].share());
                let (low, high) = (all().fold(1.0, f64::min), all().fold(0.0, f64::max));
                format!("{} to {}", percent(low), percent(high))
            };
            let cells: Vec<String> = (0..designs[0].len()).map(range).collect();
            println!("| {p}, {people} | {} |", cells.join(" | "));
        }
    }
}

fn table(title: &str, study: impl Fn(&Setting, u64) -> Vec<Rate>, people: &[usize]) {
    println!("\n## {title}");
    let mut seed = 100;
    for people in people {
        for (cluster, alike, unequal) in [(1, 0.0, 0.0), (8, 0.05, 0.5), (8, 0.1, 0.8)] {
            seed += 1;
            let setting = Setting {
                people: *people,
                cluster,
                alike,
                unequal,
            };
            let rates = study(&setting, seed);
            if seed == 101 {
                head("n, m, rho, cv", &rates);
            }
            row(&format!("{people}, {cluster}, {alike}, {unequal}"), &rates);
        }
    }
}

fn main() {
    let times = env::args().nth(1).and_then(|it| it.parse().ok());
    let times: usize = times.unwrap_or(4000);
    by_shares(times);
    table(
        "Intervals of other figures",
        |it, seed| figures(it, times, seed),
        &[80, 160, 400],
    );
    table(
        "Tests of nothing",
        |it, seed| one(it, times, seed),
        &[160, 400],
    );
    table(
        "Ten comparisons of nothing",
        |it, seed| many(it, times, seed),
        &[64, 120],
    );
    for gap in [0.0, 1.0, 3.0] {
        let title = format!("Ranks of ten communities, {gap} points apart");
        table(
            &title,
            |it, seed| ranks(it, 10, gap, times / 4, seed),
            &[64],
        );
    }
}
