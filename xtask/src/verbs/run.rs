//! `run`: sets up, builds, and serves page and edge under one origin until Ctrl-C.

use super::build;
use crate::failure::Failure;
use crate::server::{self, Server};
use crate::{port, setup, stop};
use std::thread::sleep;
use std::time::Duration;

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    match serve(arguments) {
        // Ctrl-C is how this verb is meant to end.
        Err(Failure::Stopped) => {
            println!("\nBackcast has stopped.");
            Ok(())
        }
        other => other,
    }
}

fn serve(arguments: &[String]) -> Result<(), Failure> {
    let port = port::from_arguments(arguments)?;
    port::check(port)?;
    let tools = setup::ensure()?;
    build::everything(&tools)?;
    // Building takes a while; somebody may have come first.
    port::check(port)?;
    let mut server = server::start(&tools, port)?;
    server.wait_until_healthy()?;
    println!("Backcast is running at http://127.0.0.1:{port}  (Ctrl-C stops it)");
    watch(&mut server)
}

fn watch(server: &mut Server) -> Result<(), Failure> {
    loop {
        if stop::asked() {
            server.end();
            return Err(Failure::Stopped);
        }
        server.fail_if_ended()?;
        server.show_new_errors();
        sleep(Duration::from_millis(100));
    }
}
