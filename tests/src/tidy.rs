//! The shape of the repository: which crate may import which, how a file opens, and what must stay absent.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// `(crate, what it may import directly)`; it may also import whatever those may.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("indicators", &["domain"]),
    ("metrics", &["domain"]),
    ("venues", &["domain"]),
    ("store", &["domain"]),
    ("intake", &["store"]),
    ("botlog", &["domain"]),
    ("portfolio", &["domain"]),
    ("learn", &["indicators"]),
    ("strategies", &["indicators", "learn"]),
    ("engine", &["strategies"]),
    ("research", &["engine", "metrics"]),
    ("functions", &["venues", "botlog"]),
    ("app", SHARED),
    ("cli", SHARED),
    ("tests", SHARED),
    ("xtask", &[]),
];

const SHARED: &[&str] = &[
    "domain",
    "indicators",
    "metrics",
    "venues",
    "store",
    "intake",
    "botlog",
    "portfolio",
    "learn",
    "strategies",
    "engine",
    "research",
];

/// Crates that bring a browser, an edge, a clock, a socket or a random source into what imports them.
const OUTSIDE_WORLD: [&str; 9] = [
    "web-sys",
    "js-sys",
    "wasm-bindgen",
    "worker",
    "tokio",
    "mio",
    "getrandom",
    "iana-time-zone",
    "reqwest",
];

#[test]
fn crate_arrows_point_the_right_way() {
    let wrong = wrong_arrows(&imports());
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_planted_wrong_arrow_is_said_in_a_sentence() {
    let check = |from: &str, to: &str| {
        let planted = [(from.to_owned(), BTreeSet::from([to.to_owned()]))];
        wrong_arrows(&planted.into()).join("\n")
    };
    for (from, to) in [
        ("domain", "engine"),
        ("metrics", "strategies"),
        ("indicators", "learn"),
        ("engine", "metrics"),
        ("functions", "engine"),
        ("functions", "app"),
        ("tests", "app"),
        ("cli", "xtask"),
    ] {
        let said = check(from, to);
        assert!(
            said.starts_with(&format!("{from} imports {to}, but ")),
            "{said}"
        );
    }
    for (from, to) in [
        ("engine", "domain"),
        ("engine", "learn"),
        ("research", "metrics"),
        ("functions", "domain"),
        ("app", "research"),
    ] {
        assert_eq!(check(from, to), "");
    }
    let newcomer = check("oracle", "domain");
    assert!(newcomer.starts_with("oracle has no place"), "{newcomer}");
}

#[test]
fn the_core_imports_nothing_of_the_outside_world() {
    let mut wrong = Vec::new();
    for name in shared_crates() {
        for intruder in intruders(&all_dependencies(&name)) {
            wrong.push(format!(
                "{name} brings in {intruder}, but the core is handed its world as arguments."
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_planted_intruder_is_found() {
    let tree = "engine v0.1.0 (here)\nlibm v0.2.16\nchrono v0.4.41\njs-sys v0.3.107\n";
    assert_eq!(intruders(tree), ["js-sys"]);
}

#[test]
fn every_rust_file_opens_with_a_sentence() {
    let wrong = say_for(&["rs"], "", |text| opening(text).err());
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn an_opening_is_one_line_that_grows_into_a_sentence() {
    assert_eq!(
        opening("//! Fills: where an order meets a bar.\n\nuse x;"),
        Ok(())
    );
    assert_eq!(
        opening("//! Fills: where an order\n//! meets a bar.\n//!\n//! More"),
        Ok(())
    );
    for wrong in [
        "use x;",
        "// Fills.",
        "//!",
        "//! Fills\nuse x;",
        "\n//! Fills.",
    ] {
        assert!(opening(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn the_page_never_injects_markup() {
    let ways = [
        "inner_html",
        "innerHTML",
        "insertAdjacentHTML",
        "outerHTML",
        "document.write",
    ];
    let wrong = say_for(&["rs", "js", "html"], "app", |text| {
        ways.iter()
            .find(|way| text.contains(**way))
            .map(|way| format!("uses {way}: text from outside could become markup"))
    });
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn nothing_is_left_for_later_in_the_code() {
    // Joined here so that this file does not find itself.
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["XX", "X"].concat(),
    ];
    let kinds = ["rs", "js", "mjs", "css", "html", "toml", "yml"];
    let wrong = say_for(&kinds, "", |text| {
        let word = |mark: &&String| {
            text.split(|c: char| !c.is_alphanumeric())
                .any(|w| w == mark.as_str())
        };
        marks
            .iter()
            .find(word)
            .map(|mark| format!("says {mark}: do it, or open an issue"))
    });
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_npm_lock_names_no_registry() {
    let lock = read(&root().join("package-lock.json"));
    assert!(
        !lock.contains("\"resolved\""),
        "package-lock.json names where packages were fetched; install with the .npmrc of this repository"
    );
}

/// One sentence for each import that no arrow allows.
fn wrong_arrows(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (from, imported) in imports {
        let Some(allowed) = reach(from) else {
            wrong.push(format!(
                "{from} has no place in the drawing: give it a row in tests/src/tidy.rs and in ARCHITECTURE.md."
            ));
            continue;
        };
        for to in imported.iter().filter(|to| !allowed.contains(to.as_str())) {
            let may = if allowed.is_empty() {
                "nothing of ours".to_owned()
            } else {
                Vec::from_iter(allowed.iter().copied()).join(", ")
            };
            wrong.push(format!(
                "{from} imports {to}, but it may import only {may}."
            ));
        }
    }
    wrong
}

/// All that a crate may import, directly or through what it imports.
fn reach(name: &str) -> Option<BTreeSet<&'static str>> {
    let direct = |name: &str| {
        ARROWS
            .iter()
            .find(|(from, _)| *from == name)
            .map(|(_, to)| *to)
    };
    let mut open = direct(name)?.to_vec();
    let mut reached = BTreeSet::new();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend_from_slice(direct(next).unwrap_or_default());
        }
    }
    Some(reached)
}

/// What each of our crates imports of ours, tests and build scripts included.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let text = cargo(&[
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
    ]);
    let metadata: Value = serde_json::from_str(&text).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let name_of = |value: &Value| value["name"].as_str().unwrap().to_owned();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap();
            let name = name_of(package);
            let ours = dependencies
                .iter()
                .filter(|dependency| dependency["path"].is_string())
                .map(name_of)
                // For its tests a crate may ask itself for a feature of its own.
                .filter(|dependency| *dependency != name);
            (name.clone(), ours.collect())
        })
        .collect()
}

fn shared_crates() -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(root().join("shared"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Everything a crate links in a browser, with the features it asks for itself.
fn all_dependencies(name: &str) -> String {
    let target = "wasm32-unknown-unknown";
    cargo(&[
        "tree",
        "--offline",
        "--package",
        name,
        "--target",
        target,
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
    ])
}

fn intruders(tree: &str) -> Vec<&str> {
    let names: BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    names
        .into_iter()
        .filter(|name| OUTSIDE_WORLD.contains(name))
        .collect()
}

/// Whether a file starts with `//!` and a sentence that ends before the next paragraph.
fn opening(text: &str) -> Result<(), String> {
    let paragraph: Vec<_> = text
        .lines()
        .map_while(|line| line.strip_prefix("//! "))
        .collect();
    match paragraph.last() {
        None => Err("does not open with `//!` and a sentence saying what it is for".to_owned()),
        Some(last) if !last.trim_end().ends_with(['.', ':']) => {
            Err("opens with words that are not a whole sentence".to_owned())
        }
        Some(_) => Ok(()),
    }
}

/// Asks `judge` about every file of some kinds below a folder; answers its complaints with the file's path.
fn say_for(kinds: &[&str], below: &str, judge: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let root = root();
    let files = files(&root.join(below), kinds);
    assert!(
        !files.is_empty(),
        "no {kinds:?} file was found below {below:?}"
    );
    files
        .iter()
        .filter_map(|path| {
            let complaint = judge(&read(path))?;
            let name = path.strip_prefix(&root).unwrap_or(path);
            Some(format!("{} {complaint}.", name.display()))
        })
        .collect()
}

/// Source files, sorted; what tools made is left out.
fn files(folder: &Path, kinds: &[&str]) -> Vec<PathBuf> {
    let made = ["target", "node_modules", "dist", "build"];
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in fs::read_dir(&here).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if !made.contains(&name) && (!name.starts_with('.') || name == ".github") {
                    open.push(path);
                }
            } else if path
                .extension()
                .is_some_and(|kind| kinds.iter().any(|k| kind == *k))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}
