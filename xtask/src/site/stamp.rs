//! Fills placeholders and gives files the names of their content, so that pages, workers and caches never mix builds.
//!
//! Known words: `{{asset:NAME}}` (the file's URL), `{{precache}}` (a JSON array of every URL the page needs offline),
//! `{{build}}`, `{{version}}` and `{{commit}}`.

use crate::hash;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

const SERVICE_WORKER: &str = "sw.js";

/// Everything that goes into a site, before any name or placeholder is known.
#[derive(Default)]
pub struct Source {
    /// Finished files that get a hashed name.
    pub leaves: BTreeMap<String, Vec<u8>>,
    /// Text that is filled in and then gets a hashed name.
    pub scripts: BTreeMap<String, String>,
    /// Text that is filled in and keeps its name.
    pub pages: BTreeMap<String, String>,
    /// Files that are taken as they are.
    pub copies: BTreeMap<String, Vec<u8>>,
}

/// What the repository says about itself.
pub struct Facts {
    pub version: String,
    pub commit: String,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Wrong {
    UnknownWord { file: String, word: String },
    UnknownAsset { file: String, asset: String },
    Unused { asset: String },
    Cycle { files: Vec<String> },
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownWord { file, word } => {
                write!(
                    f,
                    "{file} has the placeholder {{{{{word}}}}}, which nothing fills."
                )
            }
            Self::UnknownAsset { file, asset } => {
                write!(f, "{file} asks for the asset {asset}, which is not built.")
            }
            Self::Unused { asset } => {
                write!(f, "The asset {asset} is built, but no file refers to it.")
            }
            Self::Cycle { files } => write!(
                f,
                "These files each need the other's hashed name: {}.",
                files.join(" → ")
            ),
        }
    }
}

/// Answers every file of the finished site by its path.
pub fn stamp(source: &Source, facts: &Facts) -> Result<BTreeMap<String, Vec<u8>>, Wrong> {
    let mut stamper = Stamper {
        source,
        facts,
        build: build_id(source, facts),
        urls: BTreeMap::new(),
        files: source.copies.clone(),
        used: BTreeSet::new(),
        open: Vec::new(),
    };
    for (file, text) in &source.pages {
        let filled = stamper.fill(file, text)?;
        stamper.files.insert(file.clone(), filled.into_bytes());
    }
    for asset in source.leaves.keys().chain(source.scripts.keys()) {
        if !stamper.used.contains(asset) {
            return Err(Wrong::Unused {
                asset: asset.clone(),
            });
        }
    }
    Ok(stamper.files)
}

/// Files whose placeholders are filled.
pub fn is_text(name: &str) -> bool {
    const TEXT: [&str; 8] = [
        "html",
        "js",
        "css",
        "json",
        "webmanifest",
        "svg",
        "txt",
        "xml",
    ];
    match name.rsplit('/').next().unwrap_or(name).rsplit_once('.') {
        Some((_, extension)) => TEXT.contains(&extension),
        // `_headers` and `_redirects`.
        None => true,
    }
}

/// Only content counts, so a commit that changes no shipped byte keeps the id.
fn build_id(source: &Source, facts: &Facts) -> String {
    let files = source.leaves.iter().chain(&source.copies);
    let texts = source.scripts.iter().chain(&source.pages);
    let parts = files
        .map(|(name, bytes)| (name, bytes.as_slice()))
        .chain(texts.map(|(name, text)| (name, text.as_bytes())))
        .flat_map(|(name, bytes)| [name.as_bytes(), bytes]);
    hash::hex(12, parts.chain([facts.version.as_bytes()]))
}

struct Stamper<'a> {
    source: &'a Source,
    facts: &'a Facts,
    build: String,
    urls: BTreeMap<String, String>,
    files: BTreeMap<String, Vec<u8>>,
    used: BTreeSet<String>,
    /// Scripts being filled right now, outermost first.
    open: Vec<String>,
}

impl Stamper<'_> {
    fn fill(&mut self, file: &str, text: &str) -> Result<String, Wrong> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, word, after)) = next_word(rest) {
            filled.push_str(before);
            filled.push_str(&self.value(file, word)?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn value(&mut self, file: &str, word: &str) -> Result<String, Wrong> {
        match word {
            "build" => Ok(self.build.clone()),
            "version" => Ok(self.facts.version.clone()),
            "commit" => Ok(self.facts.commit.clone()),
            "precache" => self.precache(file),
            _ => match word.strip_prefix("asset:") {
                Some(asset) => {
                    self.used.insert(asset.to_owned());
                    self.url(file, asset)
                }
                None => Err(Wrong::UnknownWord {
                    file: file.to_owned(),
                    word: word.to_owned(),
                }),
            },
        }
    }

    fn url(&mut self, file: &str, asset: &str) -> Result<String, Wrong> {
        if let Some(url) = self.urls.get(asset) {
            return Ok(url.clone());
        }
        let content = if let Some(bytes) = self.source.leaves.get(asset) {
            bytes.clone()
        } else if let Some(text) = self.source.scripts.get(asset) {
            self.script(asset, text)?.into_bytes()
        } else {
            return Err(Wrong::UnknownAsset {
                file: file.to_owned(),
                asset: asset.to_owned(),
            });
        };
        let path = hashed_path(asset, &content);
        self.files.insert(path.clone(), content);
        let url = format!("/{path}");
        self.urls.insert(asset.to_owned(), url.clone());
        Ok(url)
    }

    fn script(&mut self, name: &str, text: &str) -> Result<String, Wrong> {
        let again = self.open.iter().position(|open| open == name);
        self.open.push(name.to_owned());
        if let Some(first) = again {
            return Err(Wrong::Cycle {
                files: self.open.split_off(first),
            });
        }
        let filled = self.fill(name, text)?;
        self.open.pop();
        Ok(filled)
    }

    fn precache(&mut self, file: &str) -> Result<String, Wrong> {
        let source = self.source;
        let mut urls = vec!["/".to_owned()];
        for asset in source.leaves.keys().chain(source.scripts.keys()) {
            urls.push(self.url(file, asset)?);
        }
        let kept = source.pages.keys().chain(source.copies.keys());
        urls.extend(
            kept.filter(|name| is_needed_offline(name))
                .map(|name| format!("/{name}")),
        );
        urls.sort();
        Ok(serde_json::Value::from(urls).to_string())
    }
}

/// The manifest, icons and plain scripts; not the service worker itself, and not files for servers or crawlers.
fn is_needed_offline(name: &str) -> bool {
    const KINDS: [&str; 8] = [
        "webmanifest",
        "svg",
        "png",
        "ico",
        "webp",
        "woff2",
        "json",
        "js",
    ];
    name != SERVICE_WORKER
        && name
            .rsplit_once('.')
            .is_some_and(|(_, extension)| KINDS.contains(&extension))
}

fn hashed_path(asset: &str, content: &[u8]) -> String {
    let hash = hash::hex(10, [content]);
    match asset.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}-{hash}.{extension}"),
        None => format!("assets/{asset}-{hash}"),
    }
}

/// Splits at the first placeholder; other double braces are code and stay.
fn next_word(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find("{{")?;
        let inside = text.get(start + 2..)?;
        if let Some((word, after)) = inside.split_once("}}")
            && !word.is_empty()
            && word.chars().all(is_word_char)
        {
            return Some((text.get(..start)?, word, after));
        }
        from = start + 1;
    }
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.' | ':' | '-')
}

#[cfg(test)]
mod tests {
    use super::{Facts, Source, Wrong, stamp};
    use std::collections::BTreeMap;

    fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        let own = |&(name, text): &(&str, &str)| (name.to_owned(), text.to_owned());
        files.iter().map(own).collect()
    }

    fn facts(commit: &str) -> Facts {
        Facts {
            version: "1.2.3".to_owned(),
            commit: commit.to_owned(),
        }
    }

    fn site() -> Source {
        Source {
            leaves: [("app.js".to_owned(), b"run()".to_vec())].into(),
            scripts: texts(&[("boot.js", "import '{{asset:app.js}}'")]),
            pages: texts(&[
                (
                    "index.html",
                    "<script src={{asset:boot.js}}></script>{{version}}",
                ),
                (
                    "sw.js",
                    "const urls = {{precache}}; const build = '{{build}}';",
                ),
                ("robots.txt", "User-agent: *"),
            ]),
            copies: [("icon.png".to_owned(), vec![1, 2])].into(),
        }
    }

    fn page(source: &Source, commit: &str, name: &str) -> String {
        let files = stamp(source, &facts(commit)).unwrap();
        String::from_utf8(files[name].clone()).unwrap()
    }

    #[test]
    fn a_page_names_the_hashed_script() {
        let files = stamp(&site(), &facts("abc")).unwrap();
        let boot = files
            .keys()
            .find(|name| name.starts_with("assets/boot-"))
            .unwrap();
        let index = page(&site(), "abc", "index.html");
        assert_eq!(index, format!("<script src=/{boot}></script>1.2.3"));
    }

    #[test]
    fn a_changed_leaf_renames_all_that_lead_to_it() {
        let before = page(&site(), "abc", "index.html");
        let mut other = site();
        other.leaves.insert("app.js".to_owned(), b"walk()".to_vec());
        assert_ne!(before, page(&other, "abc", "index.html"));
    }

    #[test]
    fn the_precache_list_has_page_assets_and_icons_but_not_server_files() {
        let worker = page(&site(), "abc", "sw.js");
        for wanted in [
            "\"/\"",
            "\"/assets/app-",
            "\"/assets/boot-",
            "\"/icon.png\"",
        ] {
            assert!(worker.contains(wanted), "{wanted} in {worker}");
        }
        for unwanted in ["robots", "sw.js"] {
            assert!(!worker.contains(unwanted), "{unwanted} in {worker}");
        }
    }

    #[test]
    fn a_commit_alone_does_not_change_the_build() {
        assert_eq!(page(&site(), "abc", "sw.js"), page(&site(), "def", "sw.js"));
        let mut other = site();
        other.copies.insert("icon.png".to_owned(), vec![3]);
        assert_ne!(page(&site(), "abc", "sw.js"), page(&other, "abc", "sw.js"));
    }

    #[test]
    fn an_unknown_placeholder_is_named() {
        let mut source = site();
        source
            .pages
            .insert("about.html".to_owned(), "{{biuld}}".to_owned());
        let wrong = stamp(&source, &facts("abc")).unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "about.html has the placeholder {{biuld}}, which nothing fills."
        );
    }

    #[test]
    fn a_missing_or_idle_asset_is_named() {
        let mut source = site();
        source
            .pages
            .insert("about.html".to_owned(), "{{asset:gone.css}}".to_owned());
        let missing = stamp(&source, &facts("abc")).unwrap_err();
        assert!(missing.to_string().contains("gone.css"), "{missing}");

        let mut source = site();
        source.leaves.insert("idle.css".to_owned(), Vec::new());
        assert_eq!(
            stamp(&source, &facts("abc")),
            Err(Wrong::Unused {
                asset: "idle.css".to_owned()
            })
        );
    }

    #[test]
    fn a_cycle_is_named() {
        let mut source = site();
        source.scripts = texts(&[("boot.js", "{{asset:a.js}}"), ("a.js", "{{asset:boot.js}}")]);
        let wrong = stamp(&source, &facts("abc")).unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "These files each need the other's hashed name: boot.js → a.js → boot.js."
        );
    }

    #[test]
    fn double_braces_of_code_stay() {
        let mut source = site();
        let code = "f({a: {b: 1}}); `{{ not ours }}`; {{{version}}}";
        source
            .pages
            .insert("about.html".to_owned(), code.to_owned());
        assert_eq!(
            page(&source, "abc", "about.html"),
            "f({a: {b: 1}}); `{{ not ours }}`; {1.2.3}"
        );
    }
}
