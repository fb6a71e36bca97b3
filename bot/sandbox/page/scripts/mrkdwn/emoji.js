/** Emoji by Slack's names: a good set for work, not the whole of Unicode. */
import { el } from "../dom.js";

const TABLE = `
smile 😄|smiley 😃|grinning 😀|grin 😁|laughing 😆|sweat_smile 😅|joy 😂|slightly_smiling_face 🙂|wink 😉|blush 😊|heart_eyes 😍
thinking_face 🤔|neutral_face 😐|confused 😕|worried 😟|cry 😢|sob 😭|scream 😱|angry 😠|rage 😡|exploding_head 🤯|sleeping 😴|sunglasses 😎|nerd_face 🤓
face_with_monocle 🧐|melting_face 🫠|saluting_face 🫡|grimacing 😬|sweat 😓|relieved 😌|facepalm 🤦|shrug 🤷|bow 🙇
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|wave 👋|raised_hands 🙌|clap 👏|pray 🙏|muscle 💪|point_right 👉|point_left 👈|point_up 👆|point_down 👇|raised_hand ✋|handshake 🤝|eyes 👀|crossed_fingers 🤞
heart ❤️|green_heart 💚|yellow_heart 💛|broken_heart 💔|100 💯|fire 🔥|sparkles ✨|star ⭐|tada 🎉|confetti_ball 🎊|rocket 🚀|boom 💥|zap ⚡|bulb 💡|coffee ☕|pizza 🍕|cake 🍰|beers 🍻
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|no_entry ⛔|no_entry_sign 🚫|warning ⚠️|exclamation ❗|question ❓|grey_question ❔|bangbang ‼️|sos 🆘|stop_sign 🛑|construction 🚧|rotating_light 🚨|triangular_flag_on_post 🚩|checkered_flag 🏁|white_flag 🏳️
red_circle 🔴|large_orange_circle 🟠|orange_circle 🟠|large_yellow_circle 🟡|yellow_circle 🟡|large_green_circle 🟢|green_circle 🟢|large_blue_circle 🔵|blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪|black_circle ⚫|large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨|large_green_square 🟩|large_blue_square 🟦|white_large_square ⬜|black_large_square ⬛|white_medium_square ◻️|black_medium_square ◼️|small_red_triangle 🔺|small_blue_diamond 🔹|small_orange_diamond 🔸
pushpin 📌|round_pushpin 📍|paperclip 📎|link 🔗|lock 🔒|unlock 🔓|closed_lock_with_key 🔐|lock_with_ink_pen 🔏|key 🔑|old_key 🗝️|shield 🛡️|scroll 📜|page_facing_up 📄|page_with_curl 📃|bookmark 🔖|label 🏷️|clipboard 📋|memo 📝|pencil 📝|pencil2 ✏️|books 📚|notebook 📓|ledger 📒|card_index_dividers 🗂️|file_folder 📁|open_file_folder 📂|wastebasket 🗑️|package 📦|inbox_tray 📥|outbox_tray 📤|envelope ✉️|email 📧|mailbox 📫|incoming_envelope 📨
hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|timer_clock ⏲️|alarm_clock ⏰|watch ⌚|calendar 📅|date 📅|spiral_calendar_pad 🗓️|clock1 🕐|clock3 🕒|clock9 🕘|zzz 💤
bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣|speech_balloon 💬|left_speech_bubble 🗨️|thought_balloon 💭|telephone_receiver 📞|phone ☎️|pager 📟|satellite_antenna 📡|globe_with_meridians 🌐|earth_africa 🌍
mag 🔍|mag_right 🔎|microscope 🔬|stethoscope 🩺|thermometer 🌡️|test_tube 🧪|wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|gear ⚙️|nut_and_bolt 🔩|toolbox 🧰|fire_extinguisher 🧯|fire_engine 🚒|ambulance 🚑|police_car 🚓|firefighter 🧑‍🚒|technologist 🧑‍💻|detective 🕵️|robot_face 🤖|bug 🐛|ladybug 🐞|beetle 🐞
computer 💻|desktop_computer 🖥️|keyboard ⌨️|floppy_disk 💾|cd 💿|electric_plug 🔌|battery 🔋|bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|dart 🎯|trophy 🏆|medal 🏅|crown 👑|gem 💎|moneybag 💰|credit_card 💳|bank 🏦|office 🏢|house 🏠|factory 🏭
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrow_upper_right ↗️|arrow_lower_right ↘️|leftwards_arrow_with_hook ↩️|arrow_right_hook ↪️|arrows_counterclockwise 🔄|repeat 🔁|fast_forward ⏩|rewind ⏪|arrow_forward ▶️|double_vertical_bar ⏸️|black_square_for_stop ⏹️|record_button ⏺️|new 🆕|ok 🆗|up 🆙|information_source ℹ️|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|zero 0️⃣|hash #️⃣|heavy_plus_sign ➕|heavy_minus_sign ➖|infinity ♾️|recycle ♻️|bust_in_silhouette 👤|busts_in_silhouette 👥|adult 🧑|man 👨|woman 👩|crystal_ball 🔮|magic_wand 🪄|seedling 🌱|evergreen_tree 🌲|sunny ☀️|cloud ☁️|rain_cloud 🌧️|snowflake ❄️|rainbow 🌈|ghost 👻|skull 💀|see_no_evil 🙈|turtle 🐢|bee 🐝|parrot 🦜
`;

const CHARACTERS = new Map(
  TABLE.trim()
    .split(/[|\n]/)
    .map((entry) => entry.split(" ")),
);

/** Every emoji once, by its first name: `{name, character, names}`. */
export const ALL_EMOJI = [...CHARACTERS].reduce((found, [name, character]) => {
  const known = found.find((each) => each.character === character);
  if (known) known.names.push(name);
  else found.push({ name, character, names: [name] });
  return found;
}, []);

/** Offered first when a person reacts. */
export const QUICK_REACTIONS = [
  "+1", "white_check_mark", "eyes", "pushpin", "raised_hands", "heart", "tada", "fire",
  "thinking_face", "warning", "rotating_light", "hourglass_flowing_sand", "pray", "x", "question", "rocket",
];

/** The character for `name` (without colons; a skin tone is ignored), or null. */
export function emojiCharacter(name) {
  return CHARACTERS.get(name.split("::")[0]) ?? null;
}

/** The emoji `name` as a node; `:name:` as text when it is not known. */
export function emoji(name) {
  const character = emojiCharacter(name);
  if (!character) return document.createTextNode(`:${name}:`);
  return el("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:`, text: character });
}
