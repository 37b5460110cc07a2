using System.Collections.Immutable;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Discovery;

/// <summary>Reads <c>meta/v1 APIGroupList</c>.</summary>
internal sealed class ApiGroupListReader : IObjectReader<ImmutableArray<ApiGroup>>
{
    public static readonly ApiGroupListReader Instance = new();

    private static readonly OneField s_groups = new(1, "groups");
    private static readonly Fields<GroupField> s_group = new();
    private static readonly OneField s_version = new(2, "version");

    private enum GroupField
    {
        Name = 1,
        Versions = 2,
    }

    public ImmutableArray<ApiGroup> Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var groups = ImmutableArray.CreateBuilder<ApiGroup>();
        var scope = reader.Enter();
        while (reader.Next(s_groups))
            groups.Add(ReadGroup(ref reader));
        reader.Leave(scope);
        return groups.ToImmutable();
    }

    private static ApiGroup ReadGroup<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var name = "";
        var versions = ImmutableArray.CreateBuilder<string>();
        var scope = reader.Enter();
        while (reader.Next(s_group, out var field))
        {
            switch (field)
            {
                case GroupField.Name:
                    name = reader.ReadString();
                    break;
                case GroupField.Versions:
                    ReadVersion(ref reader, versions);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return new ApiGroup(name, versions.ToImmutable());
    }

    private static void ReadVersion<TReader>(ref TReader reader, ImmutableArray<string>.Builder versions)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_version))
            versions.Add(reader.ReadString());
        reader.Leave(scope);
    }
}
