using Scanner.ApiServer.Wire;

namespace Scanner.Reports;

/// <summary>Reads who holds a Lease of <c>coordination.k8s.io/v1</c>.</summary>
internal sealed class HeldLeaseReader : IObjectReader<HeldLease>
{
    private static readonly Fields<LeaseField> s_lease = new();
    private static readonly Fields<MetaField> s_meta = new();
    private static readonly Fields<SpecField> s_spec = new();

    private static readonly DateTimeOffset s_last = DateTimeOffset.MaxValue.AddDays(-1);

    private enum LeaseField
    {
        Metadata = 1,
        Spec = 2,
    }

    private enum MetaField
    {
        Name = 1,
        Namespace = 3,
    }

    private enum SpecField
    {
        HolderIdentity = 1,
        LeaseDurationSeconds = 2,
        RenewTime = 4,
    }

    public bool JsonOnly => true;

    public HeldLease Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var lease = new HeldLease("", "", "", null);
        var scope = reader.Enter();
        while (reader.Next(s_lease, out var field))
        {
            lease = field switch
            {
                LeaseField.Metadata => ReadMeta(ref reader, lease),
                LeaseField.Spec => ReadSpec(ref reader, lease),
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return lease;
    }

    private static HeldLease ReadMeta<TReader>(ref TReader reader, HeldLease lease)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_meta, out var field))
        {
            lease = field switch
            {
                MetaField.Name => lease with { Name = reader.ReadString() },
                MetaField.Namespace => lease with { Namespace = reader.ReadString() },
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return lease;
    }

    private static HeldLease ReadSpec<TReader>(ref TReader reader, HeldLease lease)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (seconds, renewed) = (0L, (DateTimeOffset?)null);
        var scope = reader.Enter();
        while (reader.Next(s_spec, out var field))
        {
            switch (field)
            {
                case SpecField.HolderIdentity:
                    lease = lease with { Holder = reader.ReadString() };
                    break;
                case SpecField.LeaseDurationSeconds:
                    seconds = reader.ReadInt64();
                    break;
                case SpecField.RenewTime:
                    renewed = reader.ReadTime();
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        // Somebody may have written any number there, and any time: one that has no hour after it is that of nobody's clock.
        return lease with { Until = renewed < s_last ? renewed + TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3600)) : null };
    }
}
