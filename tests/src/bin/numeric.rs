//! Prints the digest of every numeric case as JSON, natively; the wasm run and the page are compared with it.
#![allow(clippy::print_stdout, reason = "printing is this program's job")]

use tests::numeric;

fn main() -> Result<(), String> {
    let mut lines = Vec::new();
    for case in numeric::cases() {
        let digest = (case.run)().map_err(|error| format!("{}: {error}", case.name))?;
        lines.push(format!("    {:?}: \"{digest}\"", case.name));
    }
    let opening = numeric::opening_spec().ok_or("the library has lost its opening strategy")?;
    let report = numeric::report_of(&opening)?;
    println!(
        "{{\n  \"opening_report\": \"{}\",\n  \"cases\": {{\n{}\n  }}\n}}",
        report.hash(),
        lines.join(",\n")
    );
    Ok(())
}
