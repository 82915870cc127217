//! Entry of the resident's page.

fn main() {
    minyi_app::pages::mount::<minyi_app::pages::Answer>();
}
