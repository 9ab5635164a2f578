//! The library worker: owns the browser's disk, or goes through the tab that does; downloads and imports.

fn main() {
    app::library::start();
}
