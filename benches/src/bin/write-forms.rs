//! Writes the forms into a folder, for benches in a browser: `write-forms FOLDER`.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use minyi_benches::{N_INSTANCES, large, minyi, repeat, surveyjs, xform};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("which folder?")?;
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder)?;
    for form in [large(), repeat(N_INSTANCES)] {
        let file = |end: &str| folder.join(format!("{}{end}", form.id));
        fs::write(file(".json"), minyi(&form).to_string())?;
        fs::write(file(".surveyjs.json"), surveyjs(&form).to_string())?;
        fs::write(file(".xml"), xform(&form))?;
    }
    Ok(())
}
