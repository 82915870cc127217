use std::fmt;

/// One thing that is wrong with an input: where, what, and what to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A JSON pointer (RFC 6901) into the document, empty for the whole of it.
    pub at: String,
    /// What was found and what was expected; lower case, no final stop.
    pub text: String,
    /// What to try, such as "did you mean `age`?".
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.at.is_empty() { "/" } else { &self.at };
        write!(f, "{place}: {}", self.text)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// All problems of an input, in document order of discovery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds a problem.
    pub fn push(&mut self, at: &str, text: impl Into<String>) {
        self.0.push(Problem {
            at: at.to_owned(),
            text: text.into(),
            help: None,
        });
    }

    /// Adds a problem with something to try.
    pub fn push_with(&mut self, at: &str, text: impl Into<String>, help: Option<String>) {
        self.0.push(Problem {
            at: at.to_owned(),
            text: text.into(),
            help,
        });
    }

    /// Adds "there is no {what} `{found}`", suggesting the nearest of `known`.
    pub fn unknown<'a>(
        &mut self,
        at: &str,
        what: &str,
        found: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let help = nearest(found, known).map(|it| format!("did you mean `{it}`?"));
        self.push_with(at, format!("there is no {what} `{found}`"), help);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The problems.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// The problems, by value.
    pub fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (idx, problem) in self.0.iter().enumerate() {
            if idx > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// The candidate most like `found`, if any is close enough to be worth suggesting.
#[cfg(feature = "authoring")]
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Of ASCII only: Unicode's tables of case weigh more than the suggestions they would win.
    let lower = found.to_ascii_lowercase();
    let limit = 1 + found.chars().count() / 3;
    known
        .into_iter()
        .map(|it| (strsim::osa_distance(&lower, &it.to_ascii_lowercase()), it))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}

/// Nothing: this build is not for authors.
#[cfg(not(feature = "authoring"))]
pub fn nearest<'a>(_: &str, _: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    None
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn suggests_only_what_is_close() {
        assert_eq!(nearest("nme", ["age", "name"]), Some("name"));
        assert_eq!(
            nearest("relevent", ["relevant", "required"]),
            Some("relevant")
        );
        assert_eq!(nearest("zzzz", ["age", "name"]), None);
    }
}
