//! Entry of the resident's page.

fn main() {
    minyi_app::answer::open();
}
