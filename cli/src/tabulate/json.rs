//! The numbers for machines. The keys are documented in `docs/tabulate.md`.

use serde_json::{Map, Value, json};
use survey_core::base::{Date, Missing, Text};
use survey_core::dataset::{Dataset, Plan};
use survey_core::report::{
    Base, Category, Comparison, Figure, Finding, Frame, Met, Question, Slice, Standing, Unit,
    Weighting,
};

use super::{Counts, Found, Options};

pub(super) fn write(
    frame: &Frame,
    found: &Found,
    (options, weighting): (&Options, &Weighting),
    lang: &str,
) -> Value {
    let data = frame.data;
    let counts = Counts::of(data, frame);
    let mut json = json!({
        "survey": data.survey(),
        "versions": data.versions().iter().map(|it| &it.version).collect::<Vec<_>>(),
        "responses": counts.rows,
        "interviews": counts.interviews,
        "of_interest": counts.of_interest,
        "simulated": counts.simulated,
        "level": frame.level,
        "cluster": options.weights.cluster,
        "weighting": weighed(weighting),
        "question": options.question,
        "by": options.by,
    });
    let words = |text: &Text| text.get(lang, data.default_language()).to_owned();
    let rest = match found {
        Found::Item(it) => item(data, it, &words),
        Found::Construct(it) => construct(it, &words),
    };
    if let (Some(json), Value::Object(rest)) = (json.as_object_mut(), rest) {
        json.extend(rest);
    }
    json
}

/// The weights; null where everybody counts once.
fn weighed(weighting: &Weighting) -> Value {
    if weighting.design().weights.is_none() {
        return Value::Null;
    }
    let category = |it: &Category| json!({"code": it.code, "n": it.n, "before": it.before, "target": it.target, "after": it.after});
    let margin = |it: &Met| {
        json!({
            "variable": it.var.to_string(),
            "unknown": it.unknown,
            "categories": it.categories.iter().map(category).collect::<Vec<_>>(),
        })
    };
    json!({
        "without": weighting.without,
        "margins": weighting.margins.iter().map(margin).collect::<Vec<_>>(),
        "rounds": weighting.convergence.map(|it| it.iterations),
        "gap": weighting.convergence.map(|it| it.gap),
        "deff": weighting.kish.deff,
        "n_eff": weighting.kish.n_eff,
        "least": weighting.range.0,
        "greatest": weighting.range.1,
    })
}

fn item(data: &Dataset, question: &Question, words: &dyn Fn(&Text) -> String) -> Value {
    let parts = question.parts.iter();
    let is_time = question.plan == Plan::Time;
    json!({
        "label": words(&question.label),
        "plan": plan(&question.plan),
        "parts": parts
            .map(|it| json!({"code": it.code, "label": words(&it.label), "score": it.score}))
            .collect::<Vec<_>>(),
        "all": slice(data, question, &question.all, words, is_time),
        "groups": question
            .groups
            .iter()
            .map(|it| slice(data, question, it, words, is_time))
            .collect::<Vec<_>>(),
    })
}

fn plan(plan: &Plan) -> &'static str {
    match plan {
        Plan::Choice => "choice",
        Plan::Choices => "choices",
        Plan::Scale(..) => "scale",
        Plan::Place(_) => "area",
        Plan::Number => "number",
        Plan::Words => "words",
        Plan::Day => "date",
        Plan::Time => "time",
    }
}

fn slice(
    data: &Dataset,
    question: &Question,
    slice: &Slice,
    words: &dyn Fn(&Text) -> String,
    is_time: bool,
) -> Value {
    let mut json = json!({
        "key": slice.group.key,
        "label": words(&slice.group.label),
        "n": slice.base.rows,
        "valid": slice.base.valid,
        "missing": missing(&slice.base),
        "withheld": slice.finding == Finding::Withheld,
    });
    let mut put = |key: &str, value: Value| json[key] = value;
    match &slice.finding {
        Finding::Withheld => {}
        Finding::Choice(it) => {
            put("counts", it.counts.as_slice().into());
            put("shares", it.shares.iter().map(figure).collect());
            for (key, maybe) in [
                ("top", it.top),
                ("lenient", it.lenient),
                ("bottom", it.bottom),
                ("score", it.score),
                ("mean", it.mean),
            ] {
                if let Some(it) = maybe {
                    put(key, figure(&it));
                }
            }
        }
        Finding::Choices { counts, shares } => {
            put("counts", counts.as_slice().into());
            put("shares", shares.iter().map(figure).collect());
        }
        Finding::Number {
            mean,
            sd,
            quantiles,
            score,
        } => {
            put("mean", figure(mean));
            put("sd", number(*sd));
            put("quantiles", json!(quantiles));
            if let Some(it) = score {
                put("score", figure(it));
            }
        }
        Finding::Words { rows } => {
            let at = data.find(&question.name);
            let said = rows.iter().filter_map(|row| Some(data.text(at?, *row)));
            put(
                "texts",
                said.map(|it| Value::from(it.into_owned())).collect(),
            );
        }
        Finding::Moments { counts } => {
            let name = |it: i32| {
                let day = Date::from_days(i64::from(it)).map(|it| it.to_string());
                if is_time {
                    format!("{it:02}")
                } else {
                    day.unwrap_or_default()
                }
            };
            let counts: Map<String, Value> =
                counts.iter().map(|it| (name(it.0), it.1.into())).collect();
            put("counts", counts.into());
        }
    }
    json
}

fn construct(found: &Comparison, words: &dyn Fn(&Text) -> String) -> Value {
    let unit = match found.unit {
        Unit::Share => "share",
        Unit::Score => "score",
        Unit::Own => "own",
    };
    let standing = |it: &Standing| {
        json!({
            "key": it.group.key,
            "label": words(&it.group.label),
            "n": it.base.rows,
            "valid": it.base.valid,
            "missing": missing(&it.base),
            "figure": figure(&it.figure),
        })
    };
    json!({
        "label": words(&found.label),
        "unit": unit,
        "all": standing(&found.all),
        "groups": found.groups.iter().map(standing).collect::<Vec<_>>(),
    })
}

fn missing(base: &Base) -> Value {
    let pairs = Missing::ALL.iter().map(|it| (it.name(), base.of(*it)));
    Value::Object(pairs.map(|(key, n)| (key.to_owned(), n.into())).collect())
}

fn figure(it: &Figure) -> Value {
    json!({
        "estimate": number(it.est),
        "se": number(it.se),
        "low": it.bounds.map(|it| it.low),
        "high": it.bounds.map(|it| it.high),
        "n": it.n,
        "n_weighted": number(it.n_weighted),
        "n_eff": number(it.n_eff),
        "deff": number(it.deff),
        "df": number(it.df),
        "status": it.status.name(),
    })
}

/// JSON has no NaN: what is not estimable is null.
fn number(it: f64) -> Value {
    if it.is_finite() {
        it.into()
    } else {
        Value::Null
    }
}
