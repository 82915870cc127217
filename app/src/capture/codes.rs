//! QR codes out of pixels.

/// What the first QR code says in a picture of red, green, blue and opaqueness, one byte each.
pub fn qr_words(width: usize, height: usize, pixels: &[u8]) -> Option<String> {
    if width == 0 || height == 0 || pixels.len() != width * height * 4 {
        return None;
    }
    let grey = |x: usize, y: usize| {
        let at = (y * width + x) * 4;
        let [red, green, blue] = [0, 1, 2].map(|it| u32::from(pixels[at + it]));
        // ITU-R BT.601's weights, in parts of 256.
        ((red * 77 + green * 150 + blue * 29) >> 8) as u8
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let read = image
        .detect_grids()
        .into_iter()
        .find_map(|it| it.decode().ok());
    read.map(|(_, words)| words).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::qr_words;

    #[test]
    fn pictures_without_a_code_say_nothing() {
        assert_eq!(qr_words(0, 0, &[]), None);
        assert_eq!(qr_words(8, 8, &[200; 8 * 8 * 4]), None);
        assert_eq!(qr_words(64, 64, &[0; 64 * 64 * 4]), None);
        assert_eq!(qr_words(9, 9, &[0; 4]), None, "too few pixels");
    }

    #[test]
    fn a_code_is_read_from_its_pixels() {
        let code = qrcode::QrCode::new("MINYI-42 居民").expect("it fits");
        let (modules, scale, quiet) = (code.width(), 5, 4);
        let side = (modules + 2 * quiet) * scale;
        let mut pixels = vec![255; side * side * 4];
        for y in 0..modules * scale {
            for x in 0..modules * scale {
                if code[(x / scale, y / scale)] == qrcode::Color::Dark {
                    let at = ((y + quiet * scale) * side + x + quiet * scale) * 4;
                    pixels[at..at + 3].fill(20);
                }
            }
        }
        assert_eq!(
            qr_words(side, side, &pixels).as_deref(),
            Some("MINYI-42 居民")
        );
    }
}
