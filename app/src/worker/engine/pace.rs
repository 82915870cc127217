use crate::worker::protocol::Progress;

/// The request was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// Lets long work tell how far it is and take its turns.
pub trait Pace {
    /// Called often; returns at once unless it is time to let others have a turn.
    ///
    /// # Errors
    /// That the work is to end.
    fn pause(&self, progress: Progress) -> impl Future<Output = Result<(), Stopped>>;

    /// Milliseconds since anything, to say how long work took.
    fn millis(&self) -> f64;
}
