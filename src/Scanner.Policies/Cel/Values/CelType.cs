namespace Scanner.Policies.Cel.Values;

/// <summary>A type of CEL: its name, and the types of its elements for lists, maps, optionals and types.</summary>
public sealed class CelType
{
    internal CelType(string name, CelKind? kind, params CelType[] parameters) => (Name, Kind, Parameters) = (name, kind, parameters);

    /// <summary>As <c>type()</c> prints it.</summary>
    public string Name { get; }

    /// <summary>Null for <c>dyn</c> and for type parameters, which stand for any kind.</summary>
    internal CelKind? Kind { get; }

    internal CelType[] Parameters { get; }

    public static CelType Dyn { get; } = new("dyn", null);

    public static CelType Null { get; } = new("null_type", CelKind.Null);

    public static CelType Bool { get; } = new("bool", CelKind.Bool);

    public static CelType Int { get; } = new("int", CelKind.Int);

    public static CelType Uint { get; } = new("uint", CelKind.Uint);

    public static CelType Double { get; } = new("double", CelKind.Double);

    public static CelType String { get; } = new("string", CelKind.String);

    public static CelType Bytes { get; } = new("bytes", CelKind.Bytes);

    public static CelType Timestamp { get; } = new("google.protobuf.Timestamp", CelKind.Timestamp);

    public static CelType Duration { get; } = new("google.protobuf.Duration", CelKind.Duration);

    public static CelType List { get; } = ListOf(Dyn);

    public static CelType Map { get; } = MapOf(Dyn, Dyn);

    public static CelType Optional { get; } = OptionalOf(Dyn);

    public static CelType TypeOf { get; } = new("type", CelKind.Type);

    /// <summary>Who may do what; its values are always unknown.</summary>
    public static CelType Authorizer { get; } = OpaqueOf("kubernetes.authorization.Authorizer");

    /// <summary>A right on a resource that an authorizer is asked about.</summary>
    public static CelType ResourceCheck { get; } = OpaqueOf("kubernetes.authorization.ResourceCheck");

    internal static CelType Error { get; } = new("error", CelKind.Error);

    internal static CelType Unknown { get; } = new("unknown", CelKind.Unknown);

    /// <summary>
    /// The fields of an object whose type the API server knows, as of <c>request</c>; null where any field may be asked for.
    /// </summary>
    internal IReadOnlyDictionary<string, CelType>? FieldsOf { get; private init; }

    /// <summary>A, B: a type that is the same wherever it stands in one signature.</summary>
    internal bool IsParameter => Kind is null && !IsDyn;

    internal bool IsDyn => ReferenceEquals(this, Dyn);

    public static CelType ListOf(CelType element) => new("list", CelKind.List, element);

    public static CelType MapOf(CelType key, CelType value) => new("map", CelKind.Map, key, value);

    public static CelType OptionalOf(CelType value) => new("optional_type", CelKind.Optional, value);

    /// <summary>An object of which these fields and no others may be asked for.</summary>
    public static CelType ObjectOf(string name, IReadOnlyDictionary<string, CelType> fields) => new(name, CelKind.Opaque) { FieldsOf = fields };

    internal static CelType Parameter(string name) => new(name, null);

    internal static CelType OpaqueOf(string name) => new(name, CelKind.Opaque);

    /// <summary>Whether a value may stand where this type is asked for; elements are not looked at.</summary>
    internal bool Accepts(CelValue value) =>
        Kind is not { } kind || (value.Kind == kind && (kind != CelKind.Opaque || value.Type.Name == Name));

    public override string ToString() => Parameters.Length == 0 ? Name : $"{Name}({string.Join(", ", (object[])Parameters)})";
}
