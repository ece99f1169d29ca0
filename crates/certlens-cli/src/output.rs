//! Files in, text out.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use certlens::time::Timestamp;
use certlens::{Source, unpack};

use crate::Exit;

/// The files, or standard input where there are none; of archives the files in them.
pub(crate) fn read(files: &[PathBuf]) -> io::Result<Vec<Source>> {
    if files.is_empty() {
        return Ok(unpack(vec![read_one(Path::new("-"))?]));
    }
    Ok(unpack(files.iter().map(|file| read_one(file)).collect::<io::Result<_>>()?))
}

fn read_one(file: &Path) -> io::Result<Source> {
    let name = file.display().to_string();
    if name == "-" {
        let mut content = Vec::new();
        io::stdin().lock().read_to_end(&mut content)?;
        return Ok(Source { name: "standard input".to_owned(), content });
    }
    let content =
        std::fs::read(file).map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
    Ok(Source { name, content })
}

/// What the clock says; the core has none.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// Prints `text`; a reader that has gone away, as `head` does, is no failure.
pub(crate) fn print(text: &str) -> io::Result<Exit> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(Exit::Clean),
    }
}
