//! Entry of the workspace.

fn main() {
    minyi_app::mount();
}
