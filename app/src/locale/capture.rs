//! What is said around cameras, recorders, drawings and places.

use super::{messages, plural};

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
    UseCamera => "用本机摄像头", "Use this device's camera";
    CameraSees => "摄像头画面", "What the camera sees";
    CloseCamera => "关闭摄像头", "Close the camera";
    ScanCode => "扫码", "Scan with the camera";
    HoldCode => "把码对准画面中间，读到后会自动填好。", "Hold the code in front of the camera; it is filled in as soon as it is read.";
    CodePhotograph => "从照片读码", "Read it from a photograph";
    OnlyQr =>
        "这个浏览器只能扫二维码。条形码请照着下面的数字输入。",
        "This browser scans QR codes only. For bar codes, please type the digits below them.";
    NoCode => "没有读到码。请靠近一些再试，或直接输入。", "No code could be read. Please try closer up, or type it.";
    RecordSound => "开始录音", "Record";
    RecordingRuns => "正在录音", "Recording";
    RecordingPaused => "已暂停", "Paused";
    PauseRecording => "暂停", "Pause";
    GoOnRecording => "继续录音", "Go on";
    EndRecording => "结束并保存", "Stop and keep";
    TakePlace => "获取当前位置", "Take the place here";
    TakePlaceAgain => "重新获取位置", "Take the place again";
    AddPlaceHere => "加入当前位置", "Add the place here";
    Searching => "正在定位……请到室外，稍候片刻。", "Finding the place… Outdoors it takes a moment.";
    /// So far, and what is good enough.
    WithinMetres { metres: u32, good: u32 } =>
        format!("误差约 {metres} 米；小于 {good} 米时自动停止。"),
        format!("Within {metres} m; it stops by itself within {good} m.");
    UsePlace => "就用这个位置", "Use this place";
    StopMeasuring => "停止定位", "Stop";
    PlaceWithin { coordinates: String, metres: u32 } =>
        format!("{coordinates}，误差约 {metres} 米"), format!("{coordinates}, within {metres} m");
    PoorPlace => "误差较大，可以换个开阔的地方再试。", "This is not very exact. You may try again in the open.";
    NoPlace =>
        "没能确定位置。请打开定位，到开阔处再试，或直接输入坐标。",
        "The place could not be found. Switch location on and try in the open, or type the coordinates.";
    RemovePlace { n: usize } => format!("删除第 {n} 个位置"), format!("Remove place {n}");
    MorePlaces { n: usize } =>
        format!("还需要 {n} 个位置。"), format!("{n} more {} needed.", plural(n, "place is", "places are"));
    PlacesSketch { n: usize } => format!("{n} 个位置的示意图，上北下南"), format!("Sketch of {n} places, north at the top");
    NoMap => "这里没有地图：请在现场定位，或输入坐标。", "There is no map here: measure on the spot, or type the coordinates.";
    TypePlace => "或输入纬度和经度", "Or type latitude and longitude";
    EnterPlace => "加入", "Enter";
    NotAPlace => "请填写纬度和经度，例如 30.66 104.06。", "Please type a latitude and a longitude, such as 30.66 104.06.";
    Files => "文件", "Files";
    WillAsk =>
        "问卷里有拍照、录音、扫码或定位的题。用到时浏览器会请您允许。",
        "This form takes pictures, sound, codes or places. The browser asks for leave when they are first used.";
    NoAudit =>
        "问卷要求的审计日志在浏览器里不单独保存；每题用时和修改次数记在答卷里。",
        "The audit file that this form asks for is not kept in a browser; times and changes are in the response.";
    NoOwner =>
        "问卷要求的电话号码或邮箱，浏览器不知道，会留空。",
        "The telephone number or address that this form asks the device for is not known to a browser and stays blank.";
}
