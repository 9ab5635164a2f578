//! Ctrl-C and SIGTERM as a flag that every wait looks at, so that no child is left behind.

use std::sync::atomic::{AtomicBool, Ordering};

static STOPPED: AtomicBool = AtomicBool::new(false);

pub fn listen() {
    // Only fails when a handler exists already, and then the default (die at once) is right too.
    drop(ctrlc::set_handler(|| STOPPED.store(true, Ordering::SeqCst)));
}

pub fn asked() -> bool {
    STOPPED.load(Ordering::SeqCst)
}
