//! `size`: raw and compressed bytes of every shipped file, against the budget.

use crate::failure::Failure;
use crate::setup::{self, Tools};
use crate::site::Flavour;
use crate::{folders, step};
use std::path::Path;

/// One shipped file; sizes in bytes.
struct Shipped {
    name: String,
    raw: u64,
    brotli: u64,
    gzip: u64,
}

/// What the files of one kind may weigh together.
struct Budget {
    what: &'static str,
    limit: u64,
    counts: fn(&Shipped) -> bool,
    weight: fn(&Shipped) -> u64,
    packing: &'static str,
}

const KB: u64 = 1000;

const BUDGETS: [Budget; 6] = [
    Budget {
        what: "page wasm",
        limit: 400 * KB,
        counts: |file| is_wasm(file, "assets/app-"),
        weight: |file| file.brotli,
        packing: "brotli",
    },
    // What the page shows before anything is asked of it; what waits has budgets of its own below.
    Budget {
        what: "first load",
        limit: 980 * KB,
        counts: |file| is_first(&file.name),
        weight: |file| file.brotli,
        packing: "brotli",
    },
    Budget {
        what: "compute wasm",
        limit: 700 * KB,
        counts: |file| is_wasm(file, "assets/worker-"),
        weight: |file| file.brotli,
        packing: "brotli",
    },
    Budget {
        what: "library wasm",
        limit: 700 * KB,
        counts: |file| is_wasm(file, "assets/library-"),
        weight: |file| file.brotli,
        packing: "brotli",
    },
    Budget {
        what: "all scripts of the page",
        limit: 250 * KB,
        counts: |file| file.name.ends_with(".js") && !file.name.starts_with(EDGE),
        weight: |file| file.brotli,
        packing: "brotli",
    },
    Budget {
        what: "edge wasm",
        limit: 1000 * KB,
        counts: |file| is_wasm(file, EDGE),
        weight: |file| file.gzip,
        packing: "gzip",
    },
];

/// What a part that loads on demand may weigh, by the start of its name. A new part gets a line here.
const PARTS: [(&str, u64); 6] = [
    ("part-about", 15 * KB),
    ("part-data", 150 * KB),
    ("part-market", 25 * KB),
    ("part-metrics", 20 * KB),
    ("part-honesty", 30 * KB),
    // What several parts need and the page without them does not.
    ("shared-", 10 * KB),
];

const EDGE: &str = "functions/build/";

/// Prints one `path raw brotli gzip` line per path given.
const MEASURE: &str = r#"
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync, constants } from "node:zlib";
for (const path of process.argv.slice(1)) {
  const bytes = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const brotli = brotliCompressSync(bytes, { params }).length;
  console.log(bytes.length, brotli, gzipSync(bytes, { level: 9 }).length);
}
"#;

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    super::only(&[], arguments)?;
    let tools = setup::ensure()?;
    check(&tools)
}

/// Prints the table and the verdict on each budget.
pub fn check(tools: &Tools) -> Result<(), Failure> {
    let files = measure(tools)?;
    print(&files);
    let (mut lines, mut over) = judge(&files);
    judge_parts(&files, &mut lines, &mut over);
    println!("{}", lines.join("\n"));
    if over.is_empty() {
        Ok(())
    } else {
        Err(Failure::told(
            over.join("\n"),
            "Make it smaller, or change the budget with a decision record.",
        ))
    }
}

fn measure(tools: &Tools) -> Result<Vec<Shipped>, Failure> {
    let root = folders::root();
    let mut paths = Vec::new();
    for folder in [Flavour::Shipped.folder(), root.join("functions/build")] {
        if !folder.is_dir() {
            return Err(Failure::told(
                format!("There is no {} yet.", folder.display()),
                "Run `cargo xtask build` first.",
            ));
        }
        for file in folders::files_below(&folder)? {
            paths.push(folder.join(file));
        }
    }
    let mut node = tools.node("--input-type=module");
    node.args(["--eval", MEASURE, "--"]).args(&paths);
    let output = node
        .output()
        .map_err(|error| step::cannot_start(&node, &error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let sizes = paths.iter().zip(text.lines());
    let files: Vec<_> = sizes
        .filter_map(|(path, line)| shipped(path, line))
        .collect();
    if files.len() == paths.len() {
        Ok(files)
    } else {
        Err(Failure::told(
            format!(
                "Node could not measure every file.\n{}",
                String::from_utf8_lossy(&output.stderr)
            ),
            "Run `cargo xtask build` again, then `cargo xtask size`.",
        ))
    }
}

fn shipped(path: &Path, line: &str) -> Option<Shipped> {
    let mut numbers = line.split(' ').map(|number| number.parse().ok());
    let root = folders::root();
    let name = path.strip_prefix(&root).unwrap_or(path);
    let name = name.to_string_lossy().replace('\\', "/");
    Some(Shipped {
        name: name.strip_prefix("dist/").unwrap_or(&name).to_owned(),
        raw: numbers.next()??,
        brotli: numbers.next()??,
        gzip: numbers.next()??,
    })
}

fn print(files: &[Shipped]) {
    println!("{:<56} {:>10} {:>10}", "file", "raw", "brotli");
    for file in files {
        println!("{:<56} {:>10} {:>10}", file.name, file.raw, file.brotli);
    }
}

/// One line per budget, and a sentence for each that is overrun or has nothing to weigh.
fn judge(files: &[Shipped]) -> (Vec<String>, Vec<String>) {
    let (mut lines, mut over) = (Vec::new(), Vec::new());
    for budget in &BUDGETS {
        let counted: Vec<_> = files.iter().filter(|file| (budget.counts)(file)).collect();
        let total: u64 = counted.iter().map(|file| (budget.weight)(file)).sum();
        let said = format!(
            "{}: {} of {} KB {}",
            budget.what,
            total.div_ceil(KB),
            budget.limit / KB,
            budget.packing
        );
        if counted.is_empty() {
            over.push(format!(
                "No file was found for the budget of {}.",
                budget.what
            ));
        } else if total > budget.limit {
            over.push(format!("Over budget: {said}."));
        }
        lines.push(said);
    }
    (lines, over)
}

/// The same for each part that loads on demand.
fn judge_parts(files: &[Shipped], lines: &mut Vec<String>, over: &mut Vec<String>) {
    for file in files.iter().filter(|file| is_part(&file.name)) {
        let name = file.name.trim_start_matches("assets/");
        let Some((start, limit)) = PARTS.iter().find(|(start, _)| name.starts_with(start)) else {
            over.push(format!("The part {name} has no budget."));
            continue;
        };
        let said = format!(
            "{}: {} of {} KB brotli",
            start.trim_end_matches('-'),
            file.brotli.div_ceil(KB),
            limit / KB
        );
        if file.brotli > *limit {
            over.push(format!("Over budget: {said}."));
        }
        lines.push(said);
    }
}

fn is_part(name: &str) -> bool {
    name.ends_with(".wasm")
        && ["assets/part-", "assets/shared-"]
            .iter()
            .any(|start| name.starts_with(start))
}

/// Is it fetched on every first visit? Icons, parts, the service worker and the library worker come later or not at all.
fn is_first(name: &str) -> bool {
    const NAMES: [&str; 2] = ["index.html", "first.js"];
    const STARTS: [&str; 6] = [
        "app-",
        "boot-",
        "echarts-",
        "style-",
        "worker-",
        "worker_boot-",
    ];
    let asset = name.strip_prefix("assets/");
    NAMES.contains(&name)
        || asset.is_some_and(|asset| STARTS.iter().any(|start| asset.starts_with(start)))
}

fn is_wasm(file: &Shipped, start: &str) -> bool {
    file.name.starts_with(start) && file.name.ends_with(".wasm")
}

#[cfg(test)]
mod tests {
    use super::{Shipped, judge, judge_parts};

    fn file(name: &str, bytes: u64) -> Shipped {
        Shipped {
            name: name.to_owned(),
            raw: bytes * 3,
            brotli: bytes,
            gzip: bytes,
        }
    }

    fn site(page: u64) -> Vec<Shipped> {
        vec![
            file("assets/app-1.wasm", page),
            file("assets/app-1.js", 10_000),
            file("assets/worker-1.wasm", 500_000),
            file("assets/library-1.wasm", 700_000),
            file("functions/build/functions_bg.wasm", 900_000),
            file("functions/build/index.js", 900_000),
        ]
    }

    #[test]
    fn a_site_within_budget_passes() {
        let (lines, over) = judge(&site(400_000));
        assert_eq!(over, Vec::<String>::new());
        assert_eq!(lines[0], "page wasm: 400 of 400 KB brotli");
        assert_eq!(lines[1], "first load: 910 of 980 KB brotli");
        assert_eq!(lines[4], "all scripts of the page: 10 of 250 KB brotli");
    }

    #[test]
    fn a_part_has_a_budget_of_its_own() {
        let files = [
            file("assets/part-about-1.wasm", 15_001),
            file("assets/part-forgotten-1.wasm", 1),
            file("assets/shared-1-2.wasm", 10),
            file("assets/app-1.wasm", 1),
        ];
        let (mut lines, mut over) = (Vec::new(), Vec::new());
        judge_parts(&files, &mut lines, &mut over);
        assert_eq!(
            over,
            [
                "Over budget: part-about: 16 of 15 KB brotli.",
                "The part part-forgotten-1.wasm has no budget."
            ]
        );
        assert_eq!(lines[1], "shared: 1 of 10 KB brotli");
    }

    #[test]
    fn one_byte_too_many_is_said() {
        let (_, over) = judge(&site(400_001));
        assert_eq!(over, ["Over budget: page wasm: 401 of 400 KB brotli."]);
    }

    #[test]
    fn a_missing_file_does_not_pass_as_small() {
        let mut files = site(1);
        files.remove(0);
        let (_, over) = judge(&files);
        assert_eq!(over, ["No file was found for the budget of page wasm."]);
    }
}
