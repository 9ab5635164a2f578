//! The local edge: workerd through wrangler, without an account and without a network.

use crate::failure::Failure;
use crate::process::Family;
use crate::setup::Tools;
use crate::{folders, step, stop};
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(90);

pub struct Server {
    family: Family,
    port: u16,
    log: PathBuf,
    /// How much of the log has been looked at for errors.
    seen: usize,
}

pub fn start(tools: &Tools, port: u16) -> Result<Server, Failure> {
    let state = folders::work("edge");
    let log = folders::work("logs").join("edge.log");
    folders::write(&log, "")?;
    folders::create(&state)?;
    let open = || {
        File::options()
            .append(true)
            .open(&log)
            .map_err(|error| Failure::io("write", &log, &error))
    };
    // The inner script: its launcher would only add one more process between us and workerd.
    let mut wrangler = tools.node("--no-warnings");
    wrangler
        .arg(folders::root().join("node_modules/wrangler/wrangler-dist/cli.js"))
        .args([
            "dev",
            "--local",
            "--ip",
            "127.0.0.1",
            "--port",
            &port.to_string(),
        ])
        .args([
            "--inspector-port",
            "0",
            "--show-interactive-dev-session=false",
        ])
        .arg("--config")
        .arg(folders::root().join("functions/wrangler.toml"))
        .arg("--persist-to")
        .arg(state.join("state"))
        .env("CI", "1")
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
        .env("WRANGLER_SEND_METRICS", "false")
        .env("WRANGLER_SEND_ERROR_REPORTS", "false")
        .env("WRANGLER_HIDE_BANNER", "true")
        .env("WRANGLER_NO_SKILLS_UPDATE_PROMPTS", "true")
        .env("WRANGLER_LOG_PATH", state.join("logs"))
        .env("WRANGLER_REGISTRY_PATH", state.join("registry"))
        .env("XDG_CONFIG_HOME", state.join("config"))
        .env("NO_COLOR", "1")
        .env("FORCE_COLOR", "0")
        .stdout(open()?)
        .stderr(open()?);
    let family =
        Family::start(&mut wrangler).map_err(|error| step::cannot_start(&wrangler, &error))?;
    Ok(Server {
        family,
        port,
        log,
        seen: 0,
    })
}

impl Server {
    pub fn wait_until_healthy(&mut self) -> Result<(), Failure> {
        let began = Instant::now();
        loop {
            if stop::asked() {
                self.end();
                return Err(Failure::Stopped);
            }
            self.fail_if_ended()?;
            if answers(self.port, "/api/health") {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                self.end();
                return Err(self.failure("The edge started but /api/health does not answer."));
            }
            sleep(Duration::from_millis(100));
        }
    }

    pub fn fail_if_ended(&mut self) -> Result<(), Failure> {
        match self.family.ended() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => {
                self.end();
                Err(self.failure(&format!("The local edge has ended by itself ({status}).")))
            }
            Err(error) => Err(self.failure(&format!("The local edge cannot be watched: {error}."))),
        }
    }

    /// The log stays quiet on the terminal except for what went wrong.
    pub fn show_new_errors(&mut self) {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let fresh = log.get(self.seen..).unwrap_or_default();
        let Some(end) = fresh.rfind('\n') else { return };
        for line in fresh.get(..end).unwrap_or_default().lines() {
            if is_error(line) {
                println!("{line}");
            }
        }
        self.seen += end + 1;
    }

    pub fn end(&mut self) {
        self.family.end();
    }

    fn failure(&self, what: &str) -> Failure {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        Failure::told(
            format!(
                "{}\n\n{what} Whole log: {}",
                step::tail(&log),
                self.log.display()
            ),
            "The lines above say why; run again when it is corrected.",
        )
    }
}

fn is_error(line: &str) -> bool {
    line.contains("[ERROR]") || line.contains("Uncaught") || line.contains("panicked at")
}

/// True when the path answers 200; a refused or slow connection is just "not yet".
fn answers(port: u16, path: &str) -> bool {
    let wait = Duration::from_secs(2);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let connect = || -> io::Result<TcpStream> {
        let stream = TcpStream::connect_timeout(&address, wait)?;
        stream.set_read_timeout(Some(wait))?;
        Ok(stream)
    };
    connect()
        .and_then(|mut stream| says_ok(&mut stream, path))
        .unwrap_or(false)
}

fn says_ok(stream: &mut (impl Read + Write), path: &str) -> io::Result<bool> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut head = [0; 12];
    stream.read_exact(&mut head)?;
    Ok(head.ends_with(b" 200"))
}

#[cfg(test)]
mod tests {
    use super::{is_error, says_ok};
    use std::io::Cursor;

    #[test]
    fn only_a_200_counts_as_an_answer() {
        for (reply, good) in [
            ("HTTP/1.1 200 OK\r\n\r\n", true),
            ("HTTP/1.1 503 Busy\r\n\r\n", false),
        ] {
            // The request is written first and the reply is read from behind it.
            let sent = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
            let mut stream = Cursor::new(format!("{sent}{reply}").into_bytes());
            assert_eq!(says_ok(&mut stream, "/").unwrap(), good, "{reply}");
        }
    }

    #[test]
    fn a_closed_connection_is_no_answer() {
        assert!(says_ok(&mut Cursor::new(Vec::new()), "/").is_err());
    }

    #[test]
    fn chatter_is_not_an_error() {
        assert!(is_error("✘ [ERROR] Address already in use"));
        assert!(!is_error("[wrangler:info] GET / 200 OK (3ms)"));
    }
}
