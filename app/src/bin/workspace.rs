//! Entry of the workspace.

fn main() {
    minyi_app::pages::mount::<minyi_app::pages::Workspace>();
}
