//! The parts of a program that load on demand: files of their own, named by their content like all others.

use super::stamp::Source;
use crate::failure::Failure;
use crate::folders;
use std::path::Path;

/// Takes the parts next to a program into the site, and lets the script that loads them ask for their hashed names.
pub fn place(program: &Path, script: &str, source: &mut Source) -> Result<(), Failure> {
    let bundled = source.leaves.remove(script).unwrap_or_default();
    let mut text = String::from_utf8_lossy(&bundled).into_owned();
    for file in folders::files_below(program)? {
        let Some((written, asset)) = file.to_str().and_then(names) else {
            continue;
        };
        text = ask_for(&text, &written, &asset).ok_or_else(|| {
            Failure::told(
                format!("{script} never loads {written}, which was split from it."),
                "The splitter and the bundler do not fit together; pin the versions that did.",
            )
        })?;
        let bytes = folders::read(&program.join(&file))?;
        source.leaves.insert(asset, bytes);
    }
    source.scripts.insert(script.to_owned(), text);
    Ok(())
}

/// How the script calls a part, and the name it gets in the site: `part-` and the page's own name for it, or `shared-` and
/// a number for what several parts need.
fn names(file: &str) -> Option<(String, String)> {
    let stem = file.strip_suffix(".wasm")?;
    let asset = match (stem.strip_prefix("split_"), stem.strip_prefix("chunk_")) {
        (Some(name), _) => format!("part-{name}.wasm"),
        (None, Some(number)) => format!("shared-{number}.wasm"),
        (None, None) => return None,
    };
    Some((format!("./{file}"), asset))
}

fn ask_for(text: &str, written: &str, asset: &str) -> Option<String> {
    text.contains(written)
        .then(|| text.replace(written, &format!("{{{{asset:{asset}}}}}")))
}

#[cfg(test)]
mod tests {
    use super::{ask_for, names};

    #[test]
    fn a_part_is_called_by_its_name_and_what_is_shared_by_its_number() {
        let part = (
            "./split_about.wasm".to_owned(),
            "part-about.wasm".to_owned(),
        );
        assert_eq!(names("split_about.wasm"), Some(part));
        let shared = ("./chunk_2.wasm".to_owned(), "shared-2.wasm".to_owned());
        assert_eq!(names("chunk_2.wasm"), Some(shared));
        for other in ["app_bg.wasm", "app.js", "split_about.js"] {
            assert_eq!(names(other), None, "{other}");
        }
    }

    #[test]
    fn the_script_asks_for_the_hashed_file() {
        let script = "fetch(new URL('./split_about.wasm',import.meta.url))";
        let filled = ask_for(script, "./split_about.wasm", "part-about.wasm");
        let wanted = "fetch(new URL('{{asset:part-about.wasm}}',import.meta.url))";
        assert_eq!(filled.as_deref(), Some(wanted));
        assert_eq!(ask_for(script, "./split_data.wasm", "part-data.wasm"), None);
    }
}
