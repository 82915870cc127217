/// Something that comes from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Remote<T> {
    /// On its way.
    #[default]
    Waiting,
    /// Here.
    Ready(T),
    /// It did not come, for this reason.
    Failed(String),
}

impl<T> Remote<T> {
    /// What came, if it did.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Remote::Ready(it) => Some(it),
            Remote::Waiting | Remote::Failed(_) => None,
        }
    }
}

impl<T> From<Result<T, String>> for Remote<T> {
    fn from(result: Result<T, String>) -> Remote<T> {
        result.map_or_else(Remote::Failed, Remote::Ready)
    }
}
