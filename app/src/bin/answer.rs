//! Entry of the resident's page.

fn main() {
    minyi_app::mount::<minyi_app::answer::Answer>();
}
