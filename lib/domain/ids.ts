declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ClusterId = Branded<'ClusterId'>;
export type NodeId = Branded<'NodeId'>;
export type ServiceId = Branded<'ServiceId'>;
export type TaskId = Branded<'TaskId'>;
export type NetworkId = Branded<'NetworkId'>;
export type OperationId = Branded<'OperationId'>;
export type RevisionId = Branded<'RevisionId'>;
export type UserId = Branded<'UserId'>;
export type SessionId = Branded<'SessionId'>;
export type TokenId = Branded<'TokenId'>;
