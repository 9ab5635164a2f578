//! Mounts the page.

fn main() {
    app::mount();
}
