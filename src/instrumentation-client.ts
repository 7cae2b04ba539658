import { listenToHistory } from '@/lib/hold-history';

// Next runs this file before its router starts.
listenToHistory();
