export * from './dialog-parts';
export * from './dropdown-menu-parts';
export * from './popover-parts';
export * from './sheet-parts';
