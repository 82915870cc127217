use survey_core::base::Seed;

use crate::form::{Body, Calculation, Choice, Condition, Form, Item, List};

/// Questions of the large form.
pub const N_QUESTIONS: usize = 1_000;
/// Conditions of the large form: of questions and of groups, the filters of cascades aside.
pub const N_RELEVANT: usize = 400;
/// Calculations of the large form.
pub const N_CALCULATIONS: usize = 300;
/// Instances of the repeat, each with twenty questions.
pub const N_INSTANCES: usize = 200;

const N_SECTIONS: usize = 20;
const N_PARTS: usize = 2;
const SEED: u64 = 20_260;

/// Twenty sections of two parts with 25 questions each. Every section begins with a question that
/// decides about others, some of its questions depend on earlier sections, and its calculations
/// build on one another up to one total of the whole form.
pub fn large() -> Form {
    let mut maker = Maker {
        seed: Seed::new(SEED),
        numbers: Vec::new(),
        choosers: Vec::new(),
    };
    let items = (1..=N_SECTIONS).map(|it| maker.section(it)).collect();
    Form {
        id: "large",
        title: "One thousand questions",
        lists: lists(),
        items,
    }
}

/// A repeat of twenty questions with so many instances, and totals over them.
pub fn repeat(n_instances: usize) -> Form {
    repeating("repeat", Some(n_instances))
}

/// The same repeat, to which people add instances themselves.
pub fn growing() -> Form {
    repeating("growing", None)
}

/// A cascade of two questions over so many choices: ten regions, each with a tenth of the places.
pub fn long_list(n_choices: usize) -> Form {
    let regions = (0..10).map(|it| choice(&format!("r{it}"), &format!("Region {it}"), None));
    let places = (0..n_choices).map(|it| {
        let parent = format!("r{}", it % 10);
        choice(&format!("p{it}"), &format!("Place {it}"), Some(parent))
    });
    Form {
        id: "long-list",
        title: "A long list",
        lists: vec![list("regions", regions), list("places", places)],
        items: vec![
            item("region", "Which region?", one("regions", None)),
            item("place", "Which place?", one("places", Some("region"))),
        ],
    }
}

struct Maker {
    seed: Seed,
    /// Questions and calculations with numbers, so far.
    numbers: Vec<String>,
    /// Questions with choices of the list `yes_no`, so far.
    choosers: Vec<String>,
}

impl Maker {
    fn section(&mut self, number: usize) -> Item {
        let mut parts = Vec::new();
        for part in 1..=N_PARTS {
            let name = format!("s{number:02}_{part}");
            let mut items: Vec<Item> = Vec::new();
            for idx in 0..N_QUESTIONS / N_SECTIONS / N_PARTS {
                items.push(self.question(&format!("{name}_q{:02}", idx + 1), idx));
            }
            let mut group = item(&name, &format!("Part {part}"), Body::Group(items));
            // The second part of a section is asked where its first question was answered so.
            if part == 2 {
                let chooser = format!("s{number:02}_1_q01");
                group.relevant = Some(Condition::Is(chooser, "yes".into()));
            }
            parts.push(group);
        }
        parts.extend(self.calculations(number));
        item(
            &format!("s{number:02}"),
            &format!("Section {number}"),
            Body::Group(parts),
        )
    }

    fn question(&mut self, name: &str, idx: usize) -> Item {
        let body = match idx {
            20 => one("provinces", None),
            21 => one("districts", Some(&name.replace("_q22", "_q21"))),
            22 => one("towns", Some(&name.replace("_q23", "_q22"))),
            _ => match idx % 5 {
                0 => one("yes_no", None),
                1 => Body::Integer,
                2 => Body::Many("services"),
                3 => [Body::Text, Body::Date][idx / 5 % 2].clone(),
                _ => Body::Decimal,
            },
        };
        let mut made = item(name, &format!("Question {name}, as it is asked?"), body);
        made.relevant = self.condition(idx);
        if matches!(made.body, Body::Integer | Body::Decimal) {
            self.numbers.push(name.into());
        }
        if matches!(idx, 0 | 5 | 10 | 15) {
            self.choosers.push(name.into());
        }
        made
    }

    /// Nineteen of the fifty questions of a section have a condition, and its second part.
    fn condition(&mut self, idx: usize) -> Option<Condition> {
        let wanted = matches!(idx, 3 | 4 | 6 | 7 | 8 | 11 | 13 | 16 | 18)
            || (idx == 23 && self.choosers.len().is_multiple_of(8));
        let chooser = self.near(&self.choosers.clone(), 6)?;
        if !wanted {
            return None;
        }
        let is = Condition::Is(chooser, "yes".into());
        let number = self.near(&self.numbers.clone(), 12);
        Some(match (idx % 3, number) {
            (1, Some(number)) => {
                let above = Condition::Above(number, 10);
                Condition::Any(vec![is, above])
            }
            (2, Some(number)) => Condition::All(vec![is, Condition::Above(number, 2)]),
            (_, _) => is,
        })
    }

    /// One of the last few, mostly; sometimes one from far before.
    fn near(&mut self, names: &[String], n_last: usize) -> Option<String> {
        if names.is_empty() {
            return None;
        }
        let far = self.seed.below(4) == 0;
        let reach = if far {
            names.len()
        } else {
            n_last.min(names.len())
        };
        Some(names[names.len() - 1 - self.seed.below(reach)].clone())
    }

    /// Fifteen a section: twelve sums of answers, two of those sums, and the total so far.
    fn calculations(&mut self, section: usize) -> Vec<Item> {
        let n_each = N_CALCULATIONS / N_SECTIONS;
        let name = |idx: usize| format!("s{section:02}_c{idx:02}");
        let mut made = Vec::new();
        for idx in 1..=n_each - 3 {
            let numbers = self.numbers.clone();
            let parts = (1..=3).filter_map(|factor| Some((self.near(&numbers, 20)?, factor)));
            made.push(calculate(&name(idx), parts.collect()));
        }
        for idx in n_each - 2..n_each {
            let half = if idx == n_each - 2 { 1..=6 } else { 7..=12 };
            made.push(calculate(
                &name(idx),
                half.map(|it| (name(it), 1)).collect(),
            ));
        }
        let mut parts = vec![(name(n_each - 2), 1), (name(n_each - 1), 1)];
        if section > 1 {
            parts.push((format!("s{:02}_c{n_each:02}", section - 1), 1));
        }
        made.push(calculate(&name(n_each), parts));
        made
    }
}

fn repeating(id: &'static str, count: Option<usize>) -> Form {
    let mut inside: Vec<Item> = (0..20)
        .map(|idx| {
            let name = format!("m{:02}", idx + 1);
            let body = match idx % 4 {
                0 => one("yes_no", None),
                1 => Body::Integer,
                2 => Body::Text,
                _ => Body::Decimal,
            };
            let mut made = item(&name, &format!("Question {name} about this person?"), body);
            if idx % 4 == 3 {
                let chooser = format!("m{:02}", idx - 2);
                made.relevant = Some(Condition::Is(chooser, "yes".into()));
            }
            made
        })
        .collect();
    let own = ["m02", "m06", "m10"].map(|it| (it.to_owned(), 1));
    inside.push(calculate("m_sum", own.to_vec()));
    let total = Calculation::Total {
        repeat: "member".into(),
        question: "m_sum".into(),
    };
    let items = vec![
        item("head", "Who is the head of the household?", Body::Text),
        item(
            "member",
            "Member",
            Body::Repeat {
                count,
                items: inside,
            },
        ),
        item("total", "", Body::Calculate(total)),
        item("remark", "Anything else?", Body::Text),
    ];
    Form {
        id,
        title: "A household",
        lists: vec![yes_no()],
        items,
    }
}

fn lists() -> Vec<List> {
    let services = ["water", "power", "road", "school", "clinic", "market"];
    let services = services.iter().map(|it| choice(it, it, None));
    let mut levels = vec![vec![("p".to_owned(), None)]];
    for _ in 0..3 {
        let above = levels.last().expect("there is one").iter();
        let below = above.flat_map(|(name, _)| {
            (1..=8).map(move |it| (format!("{name}{it}"), Some(name.clone())))
        });
        levels.push(below.collect());
    }
    let level = |number: usize, name: &'static str| {
        let all = levels[number].iter().map(|(code, parent)| {
            let parent = parent.clone().filter(|_| number > 1);
            choice(code, &format!("Place {code}"), parent)
        });
        list(name, all)
    };
    vec![
        yes_no(),
        list("services", services),
        level(1, "provinces"),
        level(2, "districts"),
        level(3, "towns"),
    ]
}

fn yes_no() -> List {
    let all = [("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")];
    list(
        "yes_no",
        all.iter().map(|(it, label)| choice(it, label, None)),
    )
}

fn list(name: &'static str, choices: impl Iterator<Item = Choice>) -> List {
    List {
        name,
        choices: choices.collect(),
    }
}

fn choice(name: &str, label: &str, parent: Option<String>) -> Choice {
    Choice {
        name: name.into(),
        label: label.into(),
        parent,
    }
}

fn item(name: &str, label: &str, body: Body) -> Item {
    Item {
        name: name.into(),
        label: label.into(),
        relevant: None,
        body,
    }
}

fn one(list: &'static str, under: Option<&str>) -> Body {
    Body::One {
        list,
        under: under.map(str::to_owned),
    }
}

fn calculate(name: &str, parts: Vec<(String, u32)>) -> Item {
    item(name, "", Body::Calculate(Calculation::Sum(parts)))
}
