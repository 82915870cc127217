//! The one table of functions: name, arity, and what the documentation says.

use crate::base::{Compact, Reader};

/// No upper limit on the number of arguments.
const ANY: u8 = u8::MAX;

/// How a function is called and what it does, as `docs/expressions.md` lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionHelp {
    /// The heading it stands under.
    pub group: &'static str,
    /// The name with its arguments, optional ones in brackets.
    pub signature: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
}

macro_rules! functions {
    ($($group:literal { $($name:ident $text:literal $min:literal $max:expr, $sig:literal, $doc:literal;)* })*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Function { $($($name,)*)* }

        /// In the order of the enum.
        const TABLE: &[(Function, &str, u8, u8)] = &[$($((Function::$name, $text, $min, $max),)*)*];

        // Apart from `TABLE`, so that a page that never shows help does not carry it.
        static HELP: &[FunctionHelp] = &[
            $($(FunctionHelp { group: $group, signature: $sig, doc: $doc },)*)*
        ];
    };
}

functions! {
    "Choices" {
        Selected "selected" 2 2, "selected(list, value)", "whether the space-separated list holds the value";
        SelectedAt "selected-at" 2 2, "selected-at(list, i)", "the i-th value of the list, counted from 0; blank outside it";
        CountSelected "count-selected" 1 1, "count-selected(list)", "how many values the list holds";
        ChoiceName "jr:choice-name" 2 2, "jr:choice-name(value, 'path')", "the label of a choice in the language being shown; the path to its question is quoted";
        Itext "jr:itext" 1 1, "jr:itext(id)", "the text of that id in the language being shown, such as '/data/q:label'; blank if there is none";
    }
    "Logic" {
        If "if" 3 3, "if(condition, a, b)", "a where the condition holds, else b; the other is not evaluated";
        Coalesce "coalesce" 2 ANY, "coalesce(a, b…)", "the first that is not blank";
        Once "once" 1 1, "once(x)", "the question's own answer if there is one, else x";
        True "true" 0 0, "true()", "truth";
        False "false" 0 0, "false()", "falsehood";
        Not "not" 1 1, "not(x)", "the opposite";
        Boolean "boolean" 1 1, "boolean(x)", "x as a truth: a number other than 0, a text that is not blank (so 'false' is true), at least one node";
        BooleanFromString "boolean-from-string" 1 1, "boolean-from-string(text)", "true for 'true' in any case and for '1'";
        Checklist "checklist" 3 ANY, "checklist(min, max, x…)", "whether between min and max of the x are true; -1 means no limit";
        WeightedChecklist "weighted-checklist" 4 ANY, "weighted-checklist(min, max, x, weight…)", "the same with the weights of the true x added up";
    }
    "Missing answers and mode" {
        Missing "missing" 1 1, "missing(${q})", "whether the question has no substantive answer: not asked, skipped, not applicable, don't know, refused or suppressed";
        MissingReason "missing-reason" 1 1, "missing-reason(${q})", "why it has none: not_asked, skipped, not_applicable, dont_know, refused, suppressed; blank where it has one";
        Answered "answered" 1 1, "answered(${q})", "whether it has a substantive answer";
        Mode "mode" 0 0, "mode()", "how the answers are given: interviewer, self, kiosk or paper_entry";
    }
    "Text" {
        String "string" 0 1, "string([x])", "x as text; of several nodes the first";
        Concat "concat" 0 ANY, "concat(x…)", "all joined together; several nodes give all of theirs";
        Join "join" 1 ANY, "join(separator, x…)", "all joined together with a separator";
        Substr "substr" 2 3, "substr(text, start[, end])", "characters from start up to but without end, counted from 0; negative counts from the end";
        Substring "substring" 2 3, "substring(text, start[, length])", "as in XPath 1.0: counted from 1";
        SubstringBefore "substring-before" 2 2, "substring-before(text, part)", "what stands before the first part; blank if there is none";
        SubstringAfter "substring-after" 2 2, "substring-after(text, part)", "what stands after the first part; blank if there is none";
        Translate "translate" 3 3, "translate(text, from, to)", "each character of from replaced by the one at its place in to, or dropped";
        StringLength "string-length" 0 1, "string-length([text])", "the number of characters";
        NormalizeSpace "normalize-space" 0 1, "normalize-space([text])", "without spaces at the ends and with single ones inside";
        Contains "contains" 2 2, "contains(text, part)", "whether the part occurs; true for a blank part";
        StartsWith "starts-with" 2 2, "starts-with(text, part)", "whether the text begins with the part";
        EndsWith "ends-with" 2 2, "ends-with(text, part)", "whether the text ends with the part";
        Regex "regex" 2 2, "regex(text, pattern)", "whether the whole text matches the pattern";
        Digest "digest" 2 3, "digest(text, algorithm[, encoding])", "the text's MD5, SHA-1, SHA-256, SHA-384 or SHA-512, in base64 or hex";
        Base64Decode "base64-decode" 1 1, "base64-decode(text)", "the UTF-8 text that was encoded; blank if it is not valid";
        Uuid "uuid" 0 1, "uuid([n])", "a random identifier (version 4), or n random letters and digits";
    }
    "Numbers" {
        Number "number" 0 1, "number([x])", "x as a number; a date becomes days since 1970-01-01";
        Int "int" 1 1, "int(n)", "without its decimals, towards zero";
        Round "round" 1 2, "round(n[, digits])", "rounded in decimal arithmetic, half away from zero; negative digits round to tens";
        Floor "floor" 1 1, "floor(n)", "the next whole number downwards";
        Ceiling "ceiling" 1 1, "ceiling(n)", "the next whole number upwards";
        Abs "abs" 1 1, "abs(n)", "without its sign";
        Pow "pow" 2 2, "pow(n, exponent)", "n to the power of the exponent";
        Sqrt "sqrt" 1 1, "sqrt(n)", "the square root";
        Exp "exp" 1 1, "exp(n)", "e to the power of n";
        Exp10 "exp10" 1 1, "exp10(n)", "10 to the power of n";
        Log "log" 1 1, "log(n)", "the natural logarithm";
        Log10 "log10" 1 1, "log10(n)", "the decimal logarithm";
        Pi "pi" 0 0, "pi()", "3.14159…";
        Sin "sin" 1 1, "sin(x)", "the sine of x radians";
        Cos "cos" 1 1, "cos(x)", "the cosine of x radians";
        Tan "tan" 1 1, "tan(x)", "the tangent of x radians";
        Asin "asin" 1 1, "asin(x)", "the angle whose sine is x";
        Acos "acos" 1 1, "acos(x)", "the angle whose cosine is x";
        Atan "atan" 1 1, "atan(x)", "the angle whose tangent is x";
        Atan2 "atan2" 2 2, "atan2(y, x)", "the angle of the point (x, y)";
        Max "max" 1 ANY, "max(x…)", "the largest; blanks do not count";
        Min "min" 1 ANY, "min(x…)", "the smallest; blanks do not count";
        Sum "sum" 1 1, "sum(nodes)", "the sum of all answers; blanks do not count";
        Random "random" 0 0, "random()", "a number from 0 up to but without 1; pin it with once()";
    }
    "Nodes and repeats" {
        Count "count" 1 1, "count(nodes)", "how many nodes";
        CountNonEmpty "count-non-empty" 1 1, "count-non-empty(nodes)", "how many of them have an answer";
        Position "position" 0 1, "position([node])", "the place, counted from 1: of a node among those of its name, so position(..) is the number of this repeat instance";
        Last "last" 0 0, "last()", "how many nodes a predicate chooses from";
        IndexedRepeat "indexed-repeat" 3 7, "indexed-repeat(q, repeat, i[, repeat2, i2[, repeat3, i3]])", "the answer to q in the i-th instance; blank if there is none";
        Instance "instance" 1 1, "instance('list')", "a list of choices, as in instance('list')/root/item[name = ${q}]/label";
        PullData "pulldata" 4 4, "pulldata('list', column, key, value)", "the column of the row whose key has that value";
        Current "current" 0 0, "current()", "the question the expression belongs to; needed inside predicates";
        Randomize "randomize" 1 2, "randomize(nodes[, seed])", "the nodes shuffled; the same seed gives the same order as in ODK";
        Name "name" 0 1, "name([node])", "the name of the node";
        LocalName "local-name" 0 1, "local-name([node])", "the name without its prefix";
        NamespaceUri "namespace-uri" 0 1, "namespace-uri([node])", "the URI of the namespace of its name; blank for answers";
        Id "id" 1 1, "id(x)", "the elements of an XML document whose attribute id or xml:id is among the words of x";
        Lang "lang" 1 1, "lang(code)", "whether xml:lang at or around the node is that language; false for answers";
    }
    "Dates and times" {
        Today "today" 0 0, "today()", "the local date";
        Now "now" 0 0, "now()", "the local date and time with its offset from UTC";
        Date "date" 1 1, "date(x)", "the date of a text, a date-time (as its own clock shows it) or a number of days; an error if there is no such day";
        DateTime "date-time" 1 1, "date-time(x)", "the same with a time; a date begins at local midnight";
        FormatDate "format-date" 2 2, "format-date(date, format)", "written with %Y %y %m %n %b %d %e %a";
        FormatDateTime "format-date-time" 2 2, "format-date-time(time, format)", "the same with %H %h %M %S %3";
        DecimalDateTime "decimal-date-time" 1 1, "decimal-date-time(time)", "days since 1970-01-01, in UTC for a date-time with an offset";
        DecimalTime "decimal-time" 1 1, "decimal-time(time)", "the fraction of the day that has passed";
    }
    "Places" {
        Area "area" 1 1, "area(shape)", "square metres inside a geoshape, geotrace or set of points";
        Distance "distance" 1 ANY, "distance(trace…)", "metres along a geotrace, geoshape or the points given";
        Geofence "geofence" 2 2, "geofence(point, shape)", "whether the point lies inside the shape";
        Intersects "intersects" 1 1, "intersects(trace)", "whether the line crosses itself";
    }
}

const ALIASES: [(&str, Function); 3] = [
    ("is-selected", Function::Selected),
    ("enclosed-area", Function::Area),
    ("decimal-date", Function::DecimalDateTime),
];

/// Functions of the feature `rare-functions`.
const RARE: [Function; 48] = [
    Function::Itext,
    Function::Id,
    Function::Lang,
    Function::SelectedAt,
    Function::BooleanFromString,
    Function::Checklist,
    Function::WeightedChecklist,
    Function::Join,
    Function::Substr,
    Function::Substring,
    Function::SubstringBefore,
    Function::SubstringAfter,
    Function::Translate,
    Function::NormalizeSpace,
    Function::Sqrt,
    Function::Pi,
    Function::IndexedRepeat,
    Function::PullData,
    Function::Randomize,
    Function::Name,
    Function::LocalName,
    Function::NamespaceUri,
    Function::Date,
    Function::DateTime,
    Function::FormatDate,
    Function::FormatDateTime,
    Function::DecimalDateTime,
    Function::DecimalTime,
    Function::Regex,
    Function::Digest,
    Function::Base64Decode,
    Function::Uuid,
    Function::Pow,
    Function::Exp,
    Function::Exp10,
    Function::Log,
    Function::Log10,
    Function::Sin,
    Function::Cos,
    Function::Tan,
    Function::Asin,
    Function::Acos,
    Function::Atan,
    Function::Atan2,
    Function::Area,
    Function::Distance,
    Function::Geofence,
    Function::Intersects,
];

/// Functions that some engine knows and Minyi refuses, with what to do.
#[cfg(feature = "authoring")]
const UNSUPPORTED: [(&str, &str); 9] = [
    (
        "extract-signed",
        "signatures are checked when a response is opened",
    ),
    ("version", "the response names its survey's version"),
    ("property", "write a calculation instead"),
    ("depend", "refer to the question itself"),
    ("add-date", "add days to a date: date(${d} + 7)"),
    ("difference-in-months", "compare format-date() of both"),
    ("parse-timestamp-to-date", "use date-time()"),
    ("search", "use choice_filter"),
    ("string-join", "use join()"),
];

impl Compact for Function {
    /// By its name, so that a table that grew still reads what was written before.
    fn put(&self, out: &mut String) {
        self.name().to_owned().put(out);
    }

    fn take(from: &mut Reader<'_>) -> Function {
        let found = Function::named(from.words()).filter(|it| it.is_here());
        found.unwrap_or_else(|| {
            from.fail();
            Function::True
        })
    }
}

impl Function {
    pub(super) fn named(name: &str) -> Option<Function> {
        let alias = || ALIASES.iter().find(|it| it.0 == name).map(|it| it.1);
        TABLE
            .iter()
            .find(|it| it.1 == name)
            .map(|it| it.0)
            .or_else(alias)
    }

    pub(super) fn name(self) -> &'static str {
        TABLE[self as usize].1
    }

    /// The fewest and the most arguments.
    pub(super) fn arity(self) -> (usize, usize) {
        let (_, _, min, max) = TABLE[self as usize];
        let max = if max == ANY {
            usize::MAX
        } else {
            usize::from(max)
        };
        (usize::from(min), max)
    }

    /// Whether it takes so many arguments.
    pub(super) fn takes(self, count: usize) -> bool {
        let (min, max) = self.arity();
        (min..=max).contains(&count)
    }

    /// Whether this build can call it.
    pub(super) fn is_here(self) -> bool {
        cfg!(feature = "rare-functions") || !self.is_rare()
    }

    /// Whether only the feature `rare-functions` brings it.
    pub(super) fn is_rare(self) -> bool {
        RARE.contains(&self)
    }

    /// Whether the first argument must be nodes.
    #[cfg(feature = "authoring")]
    pub(super) fn wants_nodes(self) -> bool {
        let wanting = [
            Function::Sum,
            Function::Count,
            Function::CountNonEmpty,
            Function::Randomize,
            Function::Missing,
            Function::MissingReason,
            Function::Answered,
            Function::IndexedRepeat,
            Function::Position,
            Function::Name,
            Function::LocalName,
            Function::NamespaceUri,
        ];
        wanting.contains(&self)
    }
}

/// Every name a call may have.
#[cfg(feature = "authoring")]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|it| it.1)
}

/// Why a function that other engines know is refused, and what to do instead.
#[cfg(feature = "authoring")]
pub(super) fn unsupported(name: &str) -> Option<&'static str> {
    if name.starts_with("cht:") {
        return Some("functions of the Community Health Toolkit are not part of ODK's language");
    }
    UNSUPPORTED.iter().find(|it| it.0 == name).map(|it| it.1)
}

/// Every function, group by group.
pub fn function_help() -> &'static [FunctionHelp] {
    HELP
}

/// Names of the functions that only the feature `rare-functions` brings. A page without it refuses
/// a questionnaire that calls one, and says so.
pub fn rare_functions() -> impl Iterator<Item = &'static str> {
    TABLE
        .iter()
        .filter(|it| RARE.contains(&it.0))
        .map(|it| it.1)
}
