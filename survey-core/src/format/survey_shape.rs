//! The fields of a questionnaire document, `minyi-survey/1`.

use super::shape::Shape::{
    Any, Bool, Condition, Count, Either, Expr, List, Map, Name, Number, Object as Obj, Str, Text,
    Word,
};
use super::shape::{Object, optional, required};

/// The first line of every questionnaire document.
pub(super) const FORMAT: &str = "minyi-survey/1";

const MODES: &[&str] = &["interviewer", "self", "kiosk", "paper_entry"];
const REASONS: &[&str] = &["not_applicable", "dont_know", "refused"];
pub(super) const TYPES: &[&str] = &[
    "note",
    "consent",
    "select_one",
    "select_multiple",
    "integer",
    "decimal",
    "range",
    "text",
    "date",
    "time",
    "area",
    "calculate",
    "group",
    "repeat",
    "rank",
    "datetime",
    "geopoint",
    "geotrace",
    "geoshape",
    "image",
    "audio",
    "video",
    "file",
    "barcode",
    "acknowledge",
    "hidden",
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "audit",
];
/// Parameters that concern only how an item is drawn.
pub(super) const DRAWN: &[&str] = &[
    "accept",
    "max_pixels",
    "quality",
    "capture_accuracy",
    "warning_accuracy",
    "allow_mock_accuracy",
    "incremental",
    "tick_interval",
    "placeholder",
    "tick_labelset",
    "app",
    "autoplay",
];
/// What can be shown or played with a label.
const MEDIA: &str = "Files to show or play with the label: `image`, `big-image`, `audio`, `video`.";

/// The whole document.
pub(super) static SURVEY: Object = Object {
    name: "survey",
    fields: &[
        optional("$schema", Str, "Where this schema is."),
        required("format", Word(&[FORMAT]), "The format and its version."),
        required(
            "id",
            Name,
            "Unique among questionnaires, stable over versions.",
        ),
        required(
            "version",
            Str,
            "The version of the questionnaire; free text.",
        ),
        required("title", Text, "What people call it."),
        optional("purpose", Text, "What it is for."),
        optional("population", Text, "Whom it is for."),
        optional(
            "licence",
            Str,
            "The licence of the wording and its sources.",
        ),
        optional("reporting_rule", Str, "What every report from it must say."),
        optional("rule", Str, "How it may be used."),
        required(
            "languages",
            List(&Str),
            "BCP 47 languages; the first is the reference wording.",
        ),
        required("default_language", Str, "The language of last resort."),
        required("modes", List(&Word(MODES)), "Who may hold the pen."),
        optional("minutes", Obj(&MINUTES), "How long it takes."),
        optional(
            "min_group",
            Count,
            "Results of smaller groups are not shown.",
        ),
        optional(
            "evaluator_group",
            Name,
            "Who evaluates, in three-in-one evaluation.",
        ),
        optional(
            "evaluates",
            Name,
            "What is evaluated, in three-in-one evaluation.",
        ),
        optional(
            "end",
            Text,
            "The closing words; ____ stands for the receipt code.",
        ),
        optional("packs", Map(&Obj(&PACK)), "Optional sets of questions."),
        optional(
            "missing",
            Map(&Obj(&MISSING_WORDS)),
            "Words of each reason for no answer.",
        ),
        optional(
            "choices",
            Map(&List(&Obj(&CHOICE))),
            "Choice lists by name.",
        ),
        required("items", List(&Obj(&ITEM)), "What is asked, in order."),
        optional(
            "instances",
            Map(&Obj(&INSTANCE)),
            "Secondary instances that are no choice lists, by id.",
        ),
        optional(
            "root",
            Name,
            "The name of the root element in paths and in XML; `data` without it.",
        ),
        optional(
            "instance_name",
            Expr,
            "Makes the name of a response, for lists of responses.",
        ),
        optional(
            "entities",
            List(&Map(&Any)),
            "What responses create or update, as ODK's `entities` sheet says it.",
        ),
        optional(
            "constructs",
            Map(&Obj(&CONSTRUCT)),
            "What is measured, with scoring.",
        ),
        optional(
            "settings",
            Map(&Any),
            "Settings of the form, XLSForm's names.",
        ),
    ],
};

static MINUTES: Object = Object {
    name: "minutes",
    fields: &[
        required("core", Number, "With no optional set."),
        optional("with_packs", Number, "With all of them."),
    ],
};

static PACK: Object = Object {
    name: "pack",
    fields: &[
        required("title", Text, "What the set is called."),
        optional("on", Bool, "Whether it is on unless switched off."),
    ],
};

static MISSING_WORDS: Object = Object {
    name: "missing_words",
    fields: &[
        required("label", Text, "What people see."),
        optional("code", Number, "The code in files for other programs."),
    ],
};

static CHOICE: Object = Object {
    name: "choice",
    fields: &[
        required("name", Str, "The code that is stored; no spaces."),
        required("label", Text, "What people see."),
        optional("score", Number, "0 to 100."),
        optional(
            "missing",
            Word(REASONS),
            "The choice is this reason, and no value.",
        ),
        optional("exclusive", Bool, "Unticks everything else."),
        optional("other", Bool, "Opens a text field."),
        optional("fix", Bool, "Keeps its place when choices are shuffled."),
        optional("end", Bool, "Ends the interview politely."),
        optional(
            "disposition",
            Str,
            "The AAPOR disposition of an interview that ends here.",
        ),
        optional(
            "properties",
            Map(&Str),
            "Further columns, for choice_filter.",
        ),
        optional("media", Map(&Text), MEDIA),
    ],
};

static INSTANCE: Object = Object {
    name: "instance",
    fields: &[
        optional("src", Str, "The file that its rows come from."),
        optional("columns", List(&Str), "The names of the columns."),
        optional(
            "rows",
            List(&List(&Any)),
            "Rows of cells, one cell a column.",
        ),
    ],
};

static CHOICES_FROM: Object = Object {
    name: "choices_from",
    fields: &[
        required("nodeset", Expr, "The nodes, one a choice."),
        required("value", Str, "The child that holds the code."),
        required("label", Str, "The child that holds the words."),
    ],
};

static MISSING: Object = Object {
    name: "missing",
    fields: &[
        required("reason", Word(REASONS), "The reason."),
        optional("label", Text, "Words in place of the questionnaire's own."),
    ],
};

static ITEM: Object = Object {
    name: "item",
    fields: &[
        required("type", Word(TYPES), "What sort of item it is."),
        required(
            "name",
            Name,
            "Unique in the questionnaire, stable over versions.",
        ),
        optional("label", Text, "The question as asked."),
        optional("hint", Text, "A short help under the question."),
        optional("guidance_hint", Text, "Help for the interviewer only."),
        optional(
            "required",
            Condition,
            "Cannot be left without an answer or an offered reason.",
        ),
        optional("required_message", Text, "What to say when it was left."),
        optional("relevant", Expr, "Asked only where true."),
        optional(
            "constraint",
            Expr,
            "A given value must make this true; `.` is the value.",
        ),
        optional("constraint_message", Text, "What to say when it does not."),
        optional("calculation", Expr, "Always holds the value of this."),
        optional("default", Expr, "The first value."),
        optional("read_only", Condition, "Cannot be changed, where true."),
        optional("appearance", Str, "XLSForm appearance words."),
        optional("choices", Str, "The name of the choice list."),
        optional("choice_filter", Expr, "Shows a choice only where true."),
        optional(
            "repeat_count",
            Expr,
            "How many instances; without it people add their own.",
        ),
        optional("parameters", Obj(&PARAMETERS), "Settings of the type."),
        optional(
            "start_label",
            Text,
            "What the first point of a range means.",
        ),
        optional("end_label", Text, "What the last point of a range means."),
        optional(
            "missing",
            List(&Either(&[Word(REASONS), Obj(&MISSING)])),
            "Reasons offered.",
        ),
        optional("score", Expr, "0 to 100 from the value `.`."),
        optional("construct", Str, "What it measures: a dotted path."),
        optional(
            "indicator",
            List(&Str),
            "Codes of the indicators computed from it.",
        ),
        optional("goal", Str, "The goal it belongs to."),
        optional(
            "card",
            Str,
            "The show card handed over in interviewer mode.",
        ),
        optional(
            "grid",
            Str,
            "Items with the same grid may be shown as one table.",
        ),
        optional("pack", Str, "The optional set it belongs to."),
        optional(
            "core",
            Bool,
            "Whether it belongs to the short standard version.",
        ),
        optional("sensitive", Bool, "Asked only after separate consent."),
        optional(
            "note",
            Str,
            "A remark for those who edit the questionnaire.",
        ),
        optional("items", List(&Obj(&ITEM)), "What a group or repeat holds."),
        optional(
            "choices_from",
            Obj(&CHOICES_FROM),
            "Choices that are nodes: instances of a repeat, or rows of an instance.",
        ),
        optional(
            "trigger",
            List(&Str),
            "The calculation runs when one of these changes, and at no other time.",
        ),
        optional(
            "no_add_remove",
            Bool,
            "A repeat without a count keeps the one instance it has.",
        ),
        optional("media", Map(&Text), MEDIA),
        optional(
            "element",
            Str,
            "Its name in paths and in XML, where that is not `name`.",
        ),
        optional(
            "save_to",
            Str,
            "The property of an entity that the value is saved to.",
        ),
        optional(
            "attributes",
            Map(&Str),
            "Columns for other programs, kept for export.",
        ),
    ],
};

static PARAMETERS: Object = Object {
    name: "parameters",
    fields: &[
        optional("start", Number, "range: the first point."),
        optional("end", Number, "range: the last point."),
        optional("step", Number, "range: the distance between points."),
        optional(
            "min",
            Number,
            "Numbers: the least value. select_multiple: the fewest ticks.",
        ),
        optional(
            "max",
            Number,
            "Numbers: the greatest value. select_multiple: the most ticks.",
        ),
        optional("max_length", Count, "text: the most characters."),
        optional("rows", Count, "text: rows of the field."),
        optional(
            "randomize",
            Bool,
            "Selects: shuffle the choices for each response.",
        ),
        optional("level", Name, "area: the level to choose from."),
        optional("seed", Expr, "Selects: decides the shuffled order."),
        optional("accept", Str, "file: what may be chosen, such as `.pdf`."),
        optional("max_pixels", Count, "image: the longer side at most."),
        optional("quality", Str, "audio, video: how fine the recording is."),
        optional(
            "capture_accuracy",
            Number,
            "geopoint: metres at which a place is taken by itself.",
        ),
        optional(
            "warning_accuracy",
            Number,
            "geopoint: metres from which on a place is called uncertain.",
        ),
        optional(
            "allow_mock_accuracy",
            Bool,
            "geopoint: whether places from other programs will do.",
        ),
        optional(
            "incremental",
            Bool,
            "Places of a line are taken one by one.",
        ),
        optional(
            "tick_interval",
            Number,
            "range: the distance between ticks.",
        ),
        optional(
            "placeholder",
            Number,
            "range: where the handle stands first.",
        ),
        optional(
            "tick_labelset",
            Str,
            "range: the choice list of its labels.",
        ),
        optional("app", Str, "image: the program that takes it, on Android."),
        optional(
            "autoplay",
            Word(&["audio", "video"]),
            "What plays by itself when the question is shown.",
        ),
    ],
};

static CONSTRUCT: Object = Object {
    name: "construct",
    fields: &[
        optional("label", Text, "What people call it."),
        required(
            "score",
            Obj(&SCORE),
            "How a response is scored on it, 0 to 100.",
        ),
    ],
};

static SCORE: Object = Object {
    name: "score",
    fields: &[
        optional("item", Str, "The score of this item."),
        optional("construct", Str, "The score of this construct."),
        optional(
            "mean",
            List(&Obj(&SCORE)),
            "The mean of the parts that have a score.",
        ),
        optional("weights", List(&Number), "One weight a part, for `mean`."),
        optional(
            "min_valid",
            Count,
            "The fewest parts that must have a score, for `mean`.",
        ),
        optional("share", Expr, "100 where true, 0 where not."),
        optional("among", Expr, "Who counts, for `share`."),
    ],
};
