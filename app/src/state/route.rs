//! Addresses: the only file that knows how they are written.
//!
//! They live behind the `#`, so the site works under any path and from any file server.

/// Where in the workspace a person is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The surveys.
    #[default]
    Library,
    /// Setting up an interview with this survey.
    Setup(String),
    /// Unfinished interviews.
    Drafts,
    /// One interview, finished or not.
    Interview(String),
    /// Responses; the rest of the address is theirs.
    Responses(String),
    /// Analysis; the rest of the address is theirs.
    Analysis(String),
    /// Settings.
    Settings,
    /// Checking the mathematics on this device.
    Check,
    /// Every chart in every case that could break it.
    Charts,
    /// An address that leads nowhere.
    Lost,
}

impl Route {
    /// The route that an address's hash names.
    pub fn parse(hash: &str) -> Route {
        let path = hash.trim_start_matches(['#', '/']);
        let (head, rest) = path.split_once('/').unwrap_or((path, ""));
        match (head, rest) {
            ("" | "surveys", "") => Route::Library,
            ("surveys", id) => Route::Setup(id.to_owned()),
            ("interviews", "") => Route::Drafts,
            ("interviews", id) => Route::Interview(id.to_owned()),
            ("responses", rest) => Route::Responses(rest.to_owned()),
            ("analysis", rest) => Route::Analysis(rest.to_owned()),
            ("settings", "") => Route::Settings,
            ("settings", "check") => Route::Check,
            ("settings", "charts") => Route::Charts,
            (_, _) => Route::Lost,
        }
    }

    /// The route's hash.
    pub fn href(&self) -> String {
        let join = |head: &str, rest: &str| match rest {
            "" => format!("#/{head}"),
            rest => format!("#/{head}/{rest}"),
        };
        match self {
            Route::Library | Route::Lost => join("surveys", ""),
            Route::Setup(id) => join("surveys", id),
            Route::Drafts => join("interviews", ""),
            Route::Interview(id) => join("interviews", id),
            Route::Responses(rest) => join("responses", rest),
            Route::Analysis(rest) => join("analysis", rest),
            Route::Settings => join("settings", ""),
            Route::Check => join("settings", "check"),
            Route::Charts => join("settings", "charts"),
        }
    }
}
