//! Entry of the web worker, where the heavy work runs.

fn main() {
    minyi_app::worker::serve();
}
