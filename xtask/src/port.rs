//! The port to serve on: how it is given, and what to say when it is taken.

use crate::failure::Failure;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

pub const DEFAULT: u16 = 8080;

/// Reads `--port N` or `--port=N`.
pub fn from_arguments(arguments: &[String]) -> Result<u16, Failure> {
    let given = match arguments {
        [] => return Ok(DEFAULT),
        [flag, value] if flag == "--port" => Some(value.as_str()),
        [joined] => joined.strip_prefix("--port="),
        _ => None,
    };
    given
        .and_then(|value| value.parse().ok())
        .filter(|port| *port != 0)
        .ok_or_else(|| {
            Failure::told(
                format!("`{}` is not understood.", arguments.join(" ")),
                "Say for example `cargo xtask run --port 8090`, with a number from 1 to 65535.",
            )
        })
}

/// Fails with a sentence when the port cannot be listened on.
pub fn check(port: u16) -> Result<(), Failure> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(refusal(port, error.kind())),
    }
}

fn refusal(port: u16, kind: ErrorKind) -> Failure {
    let other = if port == u16::MAX {
        DEFAULT
    } else {
        port.max(1024) + 1
    };
    let remedy = format!("Choose another one: `cargo xtask run --port {other}`.");
    match kind {
        ErrorKind::AddrInUse => Failure::told(
            format!(
                "Port {port} is taken: another program, perhaps another Backcast, listens there."
            ),
            remedy,
        ),
        ErrorKind::PermissionDenied => Failure::told(
            format!("Port {port} may only be used by an administrator."),
            remedy,
        ),
        other => Failure::told(format!("Port {port} cannot be used: {other}."), remedy),
    }
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT, check, from_arguments, refusal};
    use std::io::ErrorKind;
    use std::net::TcpListener;

    fn given(words: &[&str]) -> Option<u16> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        from_arguments(&words).ok()
    }

    #[test]
    fn a_port_is_read_in_both_spellings() {
        assert_eq!(given(&[]), Some(DEFAULT));
        assert_eq!(given(&["--port", "9000"]), Some(9000));
        assert_eq!(given(&["--port=9000"]), Some(9000));
        for wrong in [
            &["--port"][..],
            &["--port", "0"],
            &["--port", "70000"],
            &["9000"],
        ] {
            assert_eq!(given(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_taken_port_is_named_with_another_to_try() {
        let holder = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = holder.local_addr().unwrap().port();
        let said = check(port).unwrap_err().to_string();
        assert!(said.contains(&format!("Port {port} is taken")), "{said}");
        assert!(said.contains("--port "), "{said}");
    }

    #[test]
    fn a_low_port_suggests_one_that_is_allowed() {
        let said = refusal(80, ErrorKind::PermissionDenied).to_string();
        assert!(said.contains("--port 1025"), "{said}");
    }
}
