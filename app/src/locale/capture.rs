//! What is said around cameras, recorders, drawings and places.

use super::messages;

messages! {
    /// Around what a device captures.
    Capture;
    TakePicture => "拍照", "Take a picture";
    ChoosePicture => "选择图片", "Choose a picture";
    TakeFilm => "拍摄视频", "Record a video";
    ChooseFilm => "选择视频", "Choose a video";
    ChooseSound => "选择录音文件", "Choose a recording";
    ChooseFile => "选择文件", "Choose a file";
    OpenFile => "打开文件", "Open the file";
    Remove => "删除", "Remove";
    Busy => "正在处理……", "Working…";
    Kept { name: String, size: String } =>
        format!("已保存在本机：{name}，{size}"), format!("Kept on this device: {name}, {size}");
    NotHere { name: String } =>
        format!("文件 {name} 不在这台设备上。"), format!("The file {name} is not on this device.");
    PictureOf { label: String } => format!("图片：{label}"), format!("Picture: {label}");
    SoundOf { label: String } => format!("录音：{label}"), format!("Recording: {label}");
    FilmOf { label: String } => format!("视频：{label}"), format!("Video: {label}");
    SignHere { label: String } => format!("签名处：{label}"), format!("Sign here: {label}");
    DrawHere { label: String } => format!("画图处：{label}"), format!("Draw here: {label}");
    MarkHere { label: String } => format!("在照片上标注：{label}"), format!("Mark the picture: {label}");
    DrawHint => "用手指、笔或鼠标画。抬笔后自动保存。", "Use a finger, a pen or the mouse. It is kept whenever you lift the pen.";
    DrawOtherwise =>
        "不方便手写时，可以选一张图片，例如写在纸上拍下来。",
        "If drawing is not possible, choose a picture instead, such as a photograph of paper.";
    DrawAgain => "重新画", "Draw again";
    Mark => "在照片上标注", "Mark the picture";
    UndoStroke => "撤销一笔", "Undo the last line";
    ClearStrokes => "全部清除", "Clear";
    Full =>
        "设备上的空间不够，文件没有保存。请先导出并清理旧的答卷，或腾出空间后再试。",
        "There is not enough space on this device, so the file was not kept. Free some space, then try again.";
    NotKept => "浏览器没能保存这个文件。请再试一次。", "The browser could not keep this file. Please try again.";
    NoPicture => "打不开这个文件。请换一张 JPEG 或 PNG 图片。", "This file cannot be read as a picture. Please choose a JPEG or PNG.";
    Denied =>
        "没有得到许可。请在浏览器的网站设置里允许使用，然后再试。",
        "This is not allowed. Please allow it in the browser's settings for this site, then try again.";
    NoDevice => "没有找到可用的设备。", "No such device was found.";
    Unsupported =>
        "这个浏览器在这里不能用这项功能；网址须以 https:// 开头。",
        "This browser cannot do that here; the address must begin with https://.";
}
