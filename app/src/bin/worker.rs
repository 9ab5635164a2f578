//! The compute worker: says hello, then answers one job at a time.

fn main() {
    app::compute::start();
}
