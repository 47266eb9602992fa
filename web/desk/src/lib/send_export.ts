// Sends an export to the server in pieces; what a lost connection interrupts goes on from where it was.
import {api, currentCsrfToken, type Move, type Problem} from '../api/client';

const PIECE = 4 * 1024 * 1024; // bytes; the server takes up to 8 MiB
const RETRY = 3000; // ms

type Sent = {data?: Move; error?: Problem};

async function sendPiece(file: File, from: number): Promise<Sent> {
    try {
        const response = await fetch(`/desk/api/move-in/file?from=${from}`, {
            method: 'PUT', body: file.slice(from, from + PIECE),
            headers: {'X-CSRF-Token': currentCsrfToken(), 'Content-Type': 'application/octet-stream'},
        });
        const json = response.headers.get('content-type')?.startsWith('application/json') ?? false;
        if (!json) return {error: {error: {code: response.status === 401 ? 'signed_out' : 'failed', message: String(response.status)}}};
        return response.ok ? {data: await response.json() as Move} : {error: await response.json() as Problem};
    } catch {
        return {error: {error: {code: 'offline', message: 'the server cannot be reached'}}};
    }
}

// `here`: what the server has. A file of the same name and size goes on from there.
export async function sendExport(file: File, here: Move, told: (move: Move | null) => void): Promise<Problem | null> {
    let move: Move = here;
    if (here.state !== 'receiving' || here.name !== file.name || here.size !== file.size) {
        const {data, error} = await api.POST('/desk/api/move-in', {body: {name: file.name, size: file.size}});
        if (!data) return error;
        move = data;
    }
    while (move.state === 'receiving') {
        told(move);
        const {data, error} = await sendPiece(file, move.received);
        if (data) {
            move = data;
        } else if (error?.error.code === 'offline' || error?.error.code === 'conflict') {
            told(null);
            await new Promise((resolve) => setTimeout(resolve, RETRY));
            const asked = await api.GET('/desk/api/move-in');
            if (asked.data) move = asked.data; // how far it came
        } else {
            return error ?? null;
        }
    }
    told(move);
    return null;
}
