using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Checking;

/// <summary>
/// Which type may stand where another is asked for, and what that makes of the type parameters: the rules of cel-go's checker. A parameter
/// takes the first type that is put to it, and a more general one later.
/// </summary>
internal sealed class TypeUnifier
{
    private Dictionary<string, CelType> _assigned = [];
    private int _fresh;

    public CelType Fresh() => CelType.Parameter($"%{_fresh++}");

    /// <summary>Another instance of a signature's types: each of its parameters is a fresh one.</summary>
    public Func<CelType, CelType> Instance()
    {
        var fresh = new Dictionary<string, CelType>();
        return type => Map(type, name => fresh.TryGetValue(name, out var known) ? known : fresh[name] = Fresh());
    }

    /// <summary>Whether all the types fit; nothing is assigned when one does not.</summary>
    public bool TryAssign(ReadOnlySpan<CelType> wanted, ReadOnlySpan<CelType> given)
    {
        var before = new Dictionary<string, CelType>(_assigned);
        for (var i = 0; i < wanted.Length; i++)
        {
            if (IsAssignable(wanted[i], given[i]))
                continue;
            _assigned = before;
            return false;
        }

        return true;
    }

    public bool TryAssign(CelType wanted, CelType given) => TryAssign([wanted], [given]);

    /// <summary>The type with what is assigned to its parameters; those to which nothing is are <c>dyn</c>, or stay.</summary>
    public CelType Resolve(CelType type, bool areFreeDyn) =>
        Map(type, name => _assigned.TryGetValue(name, out var assigned) ? Resolve(assigned, areFreeDyn) : areFreeDyn ? CelType.Dyn : CelType.Parameter(name));

    public CelType Shallow(CelType type)
    {
        while (type.IsParameter && _assigned.TryGetValue(type.Name, out var assigned))
            type = assigned;
        return type;
    }

    /// <summary>The type that takes values of both, where one takes the other's; null fits some types and is never the more general.</summary>
    public static CelType MostGeneral(CelType first, CelType second) =>
        second.Kind == CelKind.Null || IsAsGeneral(first, second) ? first : second;

    private static CelType Map(CelType type, Func<string, CelType> parameter)
    {
        if (type.IsParameter)
            return parameter(type.Name);
        return type.Parameters.Length == 0 ? type : new CelType(type.Name, type.Kind, Array.ConvertAll(type.Parameters, p => Map(p, parameter)));
    }

    private bool IsAssignable(CelType wanted, CelType given)
    {
        if (given.IsParameter)
        {
            var (isValid, hadType) = Assign(given, wanted);
            if (isValid || hadType)
                return isValid;
        }

        if (wanted.IsParameter)
            return Assign(wanted, given).IsValid;
        if (wanted.IsDyn || given.IsDyn)
            return true;
        if (wanted.Kind == CelKind.Null || given.Kind == CelKind.Null)
            return TakesNull(wanted) && TakesNull(given);
        if (wanted.Kind != given.Kind || wanted.Name != given.Name || wanted.Parameters.Length != given.Parameters.Length)
            return false;
        for (var i = 0; i < wanted.Parameters.Length; i++)
        {
            if (!IsAssignable(wanted.Parameters[i], given.Parameters[i]))
                return false;
        }

        return true;
    }

    private static bool TakesNull(CelType type) =>
        type.Kind is CelKind.Null or CelKind.Timestamp or CelKind.Duration or CelKind.Opaque or CelKind.Optional;

    private (bool IsValid, bool HadType) Assign(CelType parameter, CelType type)
    {
        if (type.IsParameter && type.Name == parameter.Name)
            return (true, true);
        if (!_assigned.TryGetValue(parameter.Name, out var current))
        {
            if (Occurs(parameter.Name, type))
                return (false, false);
            _assigned[parameter.Name] = type;
            return (true, false);
        }

        if (!IsAssignable(current, type))
            return (false, true);
        var general = MostGeneral(current, type);
        if (!Occurs(parameter.Name, general))
            _assigned[parameter.Name] = general;
        return (true, true);
    }

    private bool Occurs(string parameter, CelType type)
    {
        if (type.IsParameter)
            return type.Name == parameter || (_assigned.TryGetValue(type.Name, out var assigned) && Occurs(parameter, assigned));
        return Array.Exists(type.Parameters, p => Occurs(parameter, p));
    }

    private static bool IsAsGeneral(CelType first, CelType second)
    {
        if (first.IsDyn || first.IsParameter)
            return true;
        if (second.IsDyn || second.IsParameter || first.Name != second.Name || first.Parameters.Length != second.Parameters.Length)
            return false;
        for (var i = 0; i < first.Parameters.Length; i++)
        {
            if (!IsAsGeneral(first.Parameters[i], second.Parameters[i]))
                return false;
        }

        return true;
    }
}
